from practices.models.comment import Comment, CommentQuerySet
from practices.models.edition import Edition, EditionTopic
from practices.models.practice import (
    MOST_PICTURES,
    Practice,
    PracticeAttachment,
    PracticePicture,
    PracticeQuerySet,
)
from practices.models.topic import Topic

__all__ = [
    "MOST_PICTURES",
    "Comment",
    "CommentQuerySet",
    "Edition",
    "EditionTopic",
    "Practice",
    "PracticeAttachment",
    "PracticePicture",
    "PracticeQuerySet",
    "Topic",
]
