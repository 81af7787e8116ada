"""Files that people sent: handed out only to those who may see what they belong to, and never shown inside a page."""

from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from obligations.models import Commitment, Directive, Evidence, Part, SourceFile
from obligations.web.access import PersonRequest, signed_in


@signed_in
@require_safe
def evidence(request: PersonRequest, evidence_id: int) -> FileResponse:
    of_units = Q(progress__commitment__in=Commitment.objects.on_record_of(request.user))
    of_parts = Q(part_report__part__in=Part.objects.visible_to(request.user))
    mine = Evidence.objects.filter(of_units | of_parts)
    found = get_object_or_404(mine, pk=evidence_id)
    return _attachment(found.file, found.name)


@signed_in
@require_safe
def source_file(request: PersonRequest, source_id: int) -> FileResponse:
    sources = SourceFile.objects.without_words()
    if not request.user.supervises:
        sources = sources.filter(pk__in=Directive.objects.visible_to(request.user).order_by().values("source"))
    found = get_object_or_404(sources, pk=source_id)
    return _attachment(found.file, found.name)


def _attachment(file: FieldFile, name: str) -> FileResponse:
    try:
        opened = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    # Whatever somebody uploaded, a browser must neither guess its type nor run it.
    response = FileResponse(opened, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
