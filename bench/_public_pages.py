"""Prints the address of one page of every public kind, one a line."""

import django

# The models that the imports below bring in need the portal set up.
django.setup()

from bench._choice import meeting_with_longest_agenda, office_with_most_to_tell  # noqa: E402
from elections.models import Election  # noqa: E402
from meetings.models import Publication  # noqa: E402


def main() -> None:
    publication = Publication.objects.current().latest("published_at")
    pages = ["/", "/provinsi/", office_with_most_to_tell().get_absolute_url()]
    pages += ["/rakor/", meeting_with_longest_agenda().get_absolute_url()]
    pages += ["/notula/", publication.get_absolute_url(), "/forum/"]
    pages += [election.get_absolute_url() for election in Election.objects.published()[:1]]
    pages += ["/privasi/", "/akun/masuk/"]
    print("\n".join(pages))


if __name__ == "__main__":
    main()
