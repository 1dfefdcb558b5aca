"""Every address of the installation; each surface brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("toutdoux.bot.urls")),
    path("", include("toutdoux.web.urls")),
]

# Whatever a request raises and nothing else answers.
handler500 = "toutdoux.web.failing.failed"
