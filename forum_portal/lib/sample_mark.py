"""The mark of sample data where a title stands alone: in mails, calendars, feeds, shared links."""


def marked(title: str, is_sample: bool) -> str:
    return f"[Contoh] {title}" if is_sample else title
