"""Every route of the gateway under random requests: no failure of ours, only answers that the document describes."""

from common.testing.contract import only_documented_answers_come


def test_only_documented_answers_come(client, caller, subtests):
    only_documented_answers_come(client.application, subtests, caller.headers)
