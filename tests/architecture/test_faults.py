"""Fault points can be found, so that a drill strikes at every one of them."""

import re

from common.testing import faults


def test_every_point_has_one_name_that_is_written_where_it_is(root):
    calls = [
        path.relative_to(root)
        for path in root.glob("*/src/**/*.py")
        for _ in re.findall(r"\bfaults\.point\(", path.read_text())
        if "testing" not in path.parts
    ]
    names = faults.points(root)

    assert len(names) == len(calls), (
        'a point\'s name is written out at the call: faults.point("order.after_pin")'
    )
    assert sorted(set(names)) == names, "two points of one name cannot be told apart"
    assert names
