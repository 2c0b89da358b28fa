import pytest
from click.testing import CliRunner

from ombud.domain.deliveries import DeliveryLane
from ombud.domain.jobs import Lane
from ombud.messaging.queues import DELIVER, MODERATE, queue_of, task_of
from ombud_worker.command import worker


@pytest.mark.parametrize("lanes", ["live,deliver", "deliver,backfill", "night"])
def test_deliveries_have_a_worker_of_their_own_and_unknown_lanes_are_refused(lanes: str) -> None:
    result = CliRunner().invoke(worker, ["--lanes", lanes])
    assert result.exit_code == 2
    assert "there are live, backfill, and deliver, which has a worker of its own" in result.output


def test_each_lane_has_its_queue_and_the_task_that_answers_it() -> None:
    assert {task_of(lane) for lane in Lane} == {MODERATE}
    assert task_of(DeliveryLane.DELIVER) == DELIVER
    assert len({queue_of(lane) for lane in (*Lane, *DeliveryLane)}) == 3
