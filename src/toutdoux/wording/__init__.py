"""The only place that words things, so that every door says the same.

Sentences are written in English and translated by gettext. After adding one: ``make messages``, then say it in French in
``locale/fr`` (with "vous") and, if it addresses the reader, once more in ``locale/fr_TU`` (with "tu"); a test names what is
missing. French is typeset here: thin no-break spaces before ``: ; ? » %`` and after ``«``, curly apostrophes. Gendered words
are avoided, else written with a median dot for ``inclusive`` to resolve.
"""
