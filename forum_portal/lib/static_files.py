"""Static files by the hash of what they hold, also where one ES module names another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """`import ... from "./store.js";` leads to the hashed file.

    Only statements that end in a semicolon and name a relative file are seen; at most five
    modules may stand behind each other (max_post_process_passes).
    """

    support_js_module_import_aggregation = True
