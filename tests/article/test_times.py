"""Times as printed, with the instants they allow."""

from __future__ import annotations

import pytest

from firsthand.article.times import machine, printed_moment
from firsthand.types import ZoneStatus


@pytest.mark.parametrize(
    ("printed", "iso", "status"),
    [
        ("2031-03-04T21:15:00+01:00", "2031-03-04T21:15:00+01:00", ZoneStatus.STATED),
        ("2031-03-04T21:15:00Z", "2031-03-04T21:15:00+00:00", ZoneStatus.STATED),
        ("2031-03-04T21:15", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("2031-03-04", "2031-03-04", ZoneStatus.UNKNOWN),
        ("20310304", "2031-03-04", ZoneStatus.UNKNOWN),
        ("Tue, 04 Mar 2031 21:15:00 GMT", "2031-03-04T21:15:00+00:00", ZoneStatus.STATED),
        ("1930598100", "2031-03-06T21:15:00+00:00", ZoneStatus.STATED),
    ],
)
def test_times_for_machines(printed: str, iso: str, status: ZoneStatus):
    moment = machine(printed)

    assert moment is not None
    assert (moment.iso, moment.status) == (iso, status)


@pytest.mark.parametrize(
    ("printed", "iso", "status"),
    [
        ("March 4, 2031 9:15 PM", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("4 Mar, 2031 09:15 PM3 mins to read", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("4. März 2031, 21:15 Uhr", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("Publié le 4 mars 2031 à 21h15", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("4 de marzo de 2031", "2031-03-04", ZoneStatus.UNKNOWN),
        ("04.03.2031", "2031-03-04", ZoneStatus.UNKNOWN),
        ("2031年3月4日 21:15", "2031-03-04T21:15", ZoneStatus.UNKNOWN),
        ("4 March 2031 21:15 GMT", "2031-03-04T21:15+00:00", ZoneStatus.STATED),
        ("March 4, 2031 at 9:15 p.m. ET", "2031-03-04T21:15", ZoneStatus.INFERRED),
    ],
)
def test_times_for_readers(printed: str, iso: str, status: ZoneStatus):
    moment = printed_moment(printed)

    assert moment is not None
    assert (moment.iso, moment.status) == (iso, status)


@pytest.mark.parametrize("printed", ["03/04/2031", "31 February 2031", "Tuesday", "", "2031-13-40"])
def test_what_is_no_certain_day_is_not_read(printed: str):
    assert printed_moment(printed) is None
