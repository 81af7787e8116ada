"""The supervisor's Excel file, of the same rows that the list shows."""

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.exports import progress_report
from obligations.models import Slice
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.todo import chips
from obligations.web.todo_filter import TodoFilter

IN_MEMORY = 5 * 1024 * 1024


@supervisors_only
@require_safe
def export_progress(request: PersonRequest) -> FileResponse:
    """The rows of the filter in the address; without one, all."""
    on = timezone.localdate()
    filter_ = TodoFilter.read(request.GET) if request.GET else TodoFilter(slice=Slice.ALL)
    rows = filter_.chosen(filter_.rows_of(request.user), on)
    parts = [str(filter_.slice.label), *(chip.label for chip in chips(filter_, request.user))]
    # A slice without a tab is among the chips already.
    said = "；".join(dict.fromkeys(parts))
    file = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the response closes it
    progress_report.write(rows, on, file, filters=said)
    file.seek(0)
    name = _("督查督办进展情况表%s.xlsx") % f"{on:%Y%m%d}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=progress_report.CONTENT_TYPE)
