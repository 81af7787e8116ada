"""A new user of the sample city meets similar tasks: a table that repeats its text, a notice that repeats a plan."""

from datetime import date

import pytest

from obligations.management.sample_story import load_sample_city
from obligations.models import Commitment, Task, TaskPair


@pytest.mark.django_db
def test_similar_tasks_wait_and_were_settled() -> None:
    load_sample_city(date(2026, 11, 24))
    waiting = list(TaskPair.objects.unresolved().with_tasks())
    within = [pair for pair in waiting if pair.first.directive_id == pair.second.directive_id]
    across = [pair for pair in waiting if pair.first.directive_id != pair.second.directive_id]
    assert len(within) >= 2 and across
    assert any(pair.reasons["figures_changed"] for pair in across)
    assert any(Task.State.IN_FORCE in (pair.first.state, pair.second.state) for pair in across)
    merged = Task.objects.filter(state=Task.State.MERGED)
    assert merged and not Commitment.objects.filter(task__in=merged).exists()
