"""Levels, and the tasks that a sale beyond its level leaves behind."""


def test_levels_of_a_branch_come_by_product(client, sell):
    sell(lines=[{"product_id": 1, "quantity": 30}])

    listed = client.get("/api/v1/levels?branch=SMKT001&limit=2")

    assert [(each["product"], each["available"]) for each in listed.json["levels"]] == [
        ("Tomatoes", 70),
        ("Sourdough loaf", 100),
    ]
    rest = client.get(listed.headers["Link"].partition(">")[0].lstrip("<")).json
    assert [each["product"] for each in rest["levels"]] == ["Coffee mug"]


def test_stock_that_was_found_waits_for_somebody_to_look(client, sell):
    sale = sell(lines=[{"product_id": 1, "quantity": 130}]).json

    [task] = client.get("/api/v1/tasks?branch=SMKT001").json["tasks"]

    assert (task["product"], task["quantity"], task["purchase_id"]) == ("Tomatoes", 30, sale["id"])
    assert client.get("/api/v1/tasks?branch=SMKT002").json["tasks"] == []


def test_a_task_is_done_once_and_a_repeat_changes_nothing(client, sell):
    sell(lines=[{"product_id": 1, "quantity": 130}])
    number = client.get("/api/v1/tasks").json["tasks"][0]["id"]

    first = client.post(f"/api/v1/tasks/{number}/done")
    again = client.post(f"/api/v1/tasks/{number}/done")

    assert first.json["done_at"] is not None
    assert again.data == first.data
    assert client.get("/api/v1/tasks").json["tasks"] == []


def test_an_unknown_task_is_404(client):
    assert client.post("/api/v1/tasks/77/done").json["code"] == "task_not_found"
