"""Tasks over HTTP."""

from flask import Blueprint, Response

from api_service.catalogue.use_cases import branch_in_reach
from api_service.collaborators import Collaborators
from api_service.errors import TaskNotFound, UnknownBranch
from api_service.stock.payloads import tasks as payloads
from api_service.stock.use_cases import tasks as use_cases
from common.access import MANAGERS, allow, caller
from common.api import answer, operation
from common.web import collaborators

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/api/v1/tasks")
@operation(
    summary="What somebody has to look into",
    tag="Stock",
    query=payloads.TaskQuery,
    answer=payloads.TaskList,
    errors=(UnknownBranch,),
)
@allow(MANAGERS)
def list_tasks(query: payloads.TaskQuery) -> Response:
    """Open tasks, the oldest first."""
    branch_id = branch_in_reach(caller(), query.branch)
    found = use_cases.open_tasks(collaborators(Collaborators), branch_id, limit=query.limit)
    return answer(payloads.TaskList(tasks=[payloads.task_answer(each) for each in found]))


@blueprint.post("/api/v1/tasks/<int:task_id>/done")
@operation(
    summary="Note that somebody has looked into a task",
    tag="Stock",
    answer=payloads.TaskAnswer,
    errors=(TaskNotFound,),
)
@allow(MANAGERS)
def finish_task(task_id: int) -> Response:
    """The task, done; a repeat changes nothing."""
    found = use_cases.finish_task(collaborators(Collaborators), caller(), task_id)
    return answer(payloads.task_answer(found))
