from practices.admin import comments, practices, topics

__all__ = ["comments", "practices", "topics"]
