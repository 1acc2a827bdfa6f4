from practices.models.comment import Comment, CommentQuerySet
from practices.models.edition import Edition, EditionTopic
from practices.models.practice import (
    MOST_ATTACHMENTS,
    MOST_PICTURES,
    REVIEWS,
    Practice,
    PracticeAttachment,
    PracticePicture,
    PracticeQuerySet,
)
from practices.models.topic import Topic

__all__ = [
    "MOST_ATTACHMENTS",
    "MOST_PICTURES",
    "REVIEWS",
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
