"""Who hosts a rakor: an office of the province where it is held."""

from meetings.actions.meetings import MeetingRefused
from provinces.models import Office, Province


class HostElsewhere(MeetingRefused):
    def __init__(self, province: Province | None, office: Office) -> None:
        where = f"tuan rumahnya {province.name}" if province else "provinsinya belum dipilih"
        super().__init__(f"{office.name} berada di {office.province.name}, {where}.")


def check_host(province: Province | None, office: Office | None) -> None:
    """Raises HostElsewhere unless the office lies in the province."""
    if office is not None and (province is None or office.province_id != province.pk):
        raise HostElsewhere(province, office)
