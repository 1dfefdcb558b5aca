"""Files that are given to be kept: whoever uploaded them, nothing in them runs and nothing shows as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def handed_out(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return bytes as a file to keep: no browser guesses what it is, none shows it as a page of ours."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
