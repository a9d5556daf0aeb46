"""Every sentence that an author may be told about a course file, by code."""

from lms.config import N_
from lms.domain.content.question_file_texts import NOTES, REFUSALS

ERRORS = {
    # Files that cannot be read
    "path-missing": N_("There is no such file or folder."),
    "no-modules": N_("No module was found here. A module is a folder with a file named module.yaml."),
    "unreadable": N_("The file cannot be opened. Check who may read it."),
    "not-a-file": N_("Only ordinary files and folders belong here."),
    "linked-file": N_("This is a link to another place. Put the file itself here."),
    "path-outside": N_("The path “%(path)s” leads out of the module's folder."),
    "too-many-files": N_("There are more than %(limit)s files in this folder."),
    "file-too-large": N_("The file is larger than %(limit)s. Split it or make it smaller."),
    "module-too-large": N_("All files of the module together are larger than %(limit)s."),
    "empty-file": N_("The file is empty."),
    "binary-file": N_("This is not a text file, whatever its name says."),
    "not-utf8": N_("The file is not saved in UTF-8. Save it again and choose the encoding UTF-8."),
    "windows-1257": N_(
        "The file is saved in the old encoding Windows-1257. Save it again and choose the encoding UTF-8."
    ),
    "utf-16": N_("The file is saved in UTF-16. Save it again and choose the encoding UTF-8."),
    "bom": N_("The file begins with an invisible mark (BOM). Save it as UTF-8 without BOM."),
    "control-character": N_("There is an invisible control character (%(character)s) here. Delete it."),
    "programme-file-missing": N_("The folder holds modules, but no file named programme.yaml."),
    "bad-folder-name": N_(
        "The folder's name must be a number and a short name in small Latin letters, such as 01-first-steps."
    ),
    "bad-lesson-name": N_(
        "A lesson's file name must be a number and a short name in small Latin letters, "
        "such as 01-first-steps.md."
    ),
    "bad-yaml-name": N_("The file's name must be in small Latin letters, such as final.yaml."),
    "bad-media-name": N_(
        "The name of a picture or file must be in small Latin letters without spaces, such as actor-map.svg."
    ),
    "reserved-slug": N_("The name “%(slug)s” is needed for the page's own addresses. Choose another."),
    "duplicate-slug": N_("The name “%(slug)s” is already taken by %(other)s."),
    # YAML
    "yaml-tab": N_("There is a tab here. YAML is indented with spaces only."),
    "yaml-colon": N_(
        "A colon stands where none can be. Put a text that contains a colon in quotation marks."
    ),
    "yaml-quote": N_("A quotation mark is opened here and never closed."),
    "yaml-syntax": N_(
        "This line cannot be understood. Check the indentation, colons, dashes and quotation marks."
    ),
    "yaml-too-deep": N_("There are too many levels inside one another."),
    "yaml-anchor": N_("Anchors (&) and references (*) are not used in course files. Write the text itself."),
    "yaml-tag": N_("The mark “%(tag)s” is not used in course files."),
    "yaml-not-mapping": N_("The file must consist of lines such as “key: value”."),
    "yaml-not-list": N_("The file must be a list: each item begins with a dash."),
    "duplicate-key": N_("The key “%(key)s” is already given in line %(other)s."),
    "front-matter-missing": N_(
        "A lesson begins with three dashes, a title, its minutes and three dashes again."
    ),
    "front-matter-open": N_("The lines at the beginning are not closed with three dashes."),
    # Shape
    "unknown-key": N_("The key “%(key)s” is unknown here."),
    "unknown-key-like": N_("The key “%(key)s” is unknown here. Did you mean “%(like)s”?"),
    "missing-key": N_("The key “%(key)s” is missing here."),
    "text-expected": N_("Here belongs a text. If “%(value)s” is meant as text, put it in quotation marks."),
    "text-empty": N_("Here belongs a text, but nothing is written."),
    "text-too-long": N_("The text is longer than %(limit)s characters."),
    "number-expected": N_("Here belongs a whole number."),
    "decimal-expected": N_("Here belongs a number such as 12.5."),
    "number-too-small": N_("The number must be at least %(least)s."),
    "number-too-large": N_("The number may be at most %(most)s."),
    "yes-no-expected": N_("Here belongs true or false."),
    "date-expected": N_("Here belongs a date such as 2026-11-20."),
    "list-expected": N_("Here belongs a list: each item on its own line after a dash."),
    "list-too-short": N_("There must be at least %(least)s here."),
    "list-too-long": N_("There may be at most %(most)s here."),
    "mapping-expected": N_("Here belong lines such as “key: value”."),
    "not-one-of": N_("Here belongs one of: %(choices)s."),
    "bad-key": N_("“%(value)s” must consist of small Latin letters, digits and hyphens."),
    "bad-requirement": N_("A requirement is “read”, “quiz:name” or “assignment:name”, not “%(value)s”."),
    "bad-address": N_("The address must begin with https:// or http://."),
    "value-wrong": N_("This value cannot be used."),
    "no-language": N_("The text is given in no language."),
    # A module as a whole
    "module-file-missing": N_("The module has no file named module.yaml."),
    "base-not-offered": N_("The base language must be one of the languages of the module."),
    "base-text-missing": N_("The text is missing in the base language of the module (%(language)s)."),
    "no-lessons": N_("The module has no lessons in its base language (%(language)s)."),
    "unknown-requirement": N_("The requirement “%(key)s” has no file of that name."),
    "files-not-accepted": N_("`files` says which files are taken, but `accepts` does not list them."),
    "duplicate-entry": N_("“%(value)s” is listed twice."),
    "required-and-retired": N_("“%(key)s” cannot be both required and retired."),
    "unknown-prerequisite": N_("There is no module named “%(slug)s” that could come first."),
    "cyclic-prerequisite": N_("Modules ask for one another in a circle: %(circle)s."),
    # The glossary
    "term-without-words": N_("A term must have at least one letter or digit."),
    "term-repeated": N_("The term “%(term)s” is explained in line %(other)s already."),
    # Assessed content
    "assessed-missing": N_(
        "Assessed text must exist in every language of the module: %(language)s is missing."
    ),
    "assessed-stale": N_(
        "The text in %(base)s has changed since this %(language)s text was written. Translate it anew, "
        "or say that it is still correct: lms content confirm %(module)s %(path)s"
    ),
    "no-right-answer": N_("The question has no right answer."),
    "several-right-answers": N_("A question of kind “single” has exactly one right answer."),
    "not-for-this-kind": N_("A question of kind “%(kind)s” has no “%(key)s”."),
    "key-repeated": N_("The key “%(key)s” is used twice."),
    "tolerance-twice": N_("Give the tolerance once: as a number or in per cent."),
    "distractor-is-right": N_("This answer belongs to nothing, and yet one of the pairs has the same words."),
    "pairs-all-alike": N_("The same answer belongs to everything (%(language)s): there is nothing to match."),
    "gap-not-in-text": N_("The text of the question must have [[%(key)s]] exactly once: %(language)s."),
    "gap-unknown": N_("The text has [[%(key)s]], but there is no gap of that key."),
    "draw-too-many": N_("The pool “%(pool)s” has only %(most)s questions to draw from."),
    "pool-points-differ": N_("All questions of the pool “%(pool)s” must give the same points."),
    "pool-not-drawn": N_("Nothing is drawn from the pool “%(pool)s”, so this question would never be asked."),
    "gap-two-ways": N_("A gap has either “options” to choose from or words to “accept”, not both."),
    "levels-repeated": N_("Two levels of a criterion give the same points."),
    "pass-unreachable": N_("At most %(most)s points can be reached, so %(needed)s can never be."),
    # Pictures, files and links
    "picture-without-text": N_(
        "The picture has no alternative text. Describe it: ![what it shows](media/…)."
    ),
    "picture-missing": N_("There is no file “%(path)s”."),
    "picture-elsewhere": N_("Pictures from other sites are not shown. Put the file into the folder media."),
    "picture-kind": N_(
        "Files of this kind are not used in courses. Pictures are svg, png, jpg or webp, video is mp4 or "
        "webm, audio is mp3, ogg or m4a, captions are vtt, and other files pdf."
    ),
    "picture-not-its-name": N_("The content of the file is not what its name says."),
    "picture-unsafe": N_(
        "The drawing contains “%(part)s”, which may run programs or fetch things from elsewhere."
    ),
    "picture-broken": N_("The drawing cannot be read: it is not well-formed SVG."),
    "picture-damaged": N_("The picture cannot be drawn: the file is damaged or incomplete."),
    "picture-too-large": N_("The picture has more than %(limit)s million dots. Make it smaller."),
    "recording-not-alone": N_("Video and audio stand in a paragraph of their own."),
    "recording-without-words": N_(
        'After video or audio comes a box to unfold with everything that is said: ??? note "Transcript".'
    ),
    "captions-missing": N_("The video has no captions: the file “%(path)s” is missing."),
    "captions-broken": N_(
        "These are no captions: the file begins with WEBVTT, and each caption has its time."
    ),
    "broken-link": N_("The link “%(target)s” leads nowhere."),
    "broken-anchor": N_("There is no place marked “%(anchor)s” in that lesson."),
    "link-forbidden": N_("Links may lead to https, http, mailto and tel addresses, not to “%(target)s”."),
    "anchor-repeated": N_("The mark “%(anchor)s” is used twice in this lesson."),
    "too-many-blocks": N_("The lesson has more than %(limit)s parts. Split it into several lessons."),
    "line-too-long": N_("The line is longer than %(limit)s characters. Split it."),
    "block-too-long": N_("The paragraph is too long or has too many brackets or asterisks. Split it."),
    # Publishing
    "export-outdated": N_(
        "The module has changed since these files were exported. Export it again and repeat your changes."
    ),
    "manifest-broken": N_("The export's own file is damaged. Export the module again."),
    "requirement-earned": N_(
        "Somebody has already earned the requirement “%(key)s”. Do not remove it: list it under “retired”."
    ),
}

WARNINGS = {
    "unknown-file": N_("This file is not part of a course and is left out."),
    "hidden-character": N_("There is an invisible character (%(character)s) here; it is left out."),
    "raw-html": N_("HTML is not used in course files; it is shown as plain text."),
    "comment": N_("The comment is left out."),
    "open-fence": N_("The code block is opened here and never closed."),
    "empty-callout": N_("The box is empty. Indent its text by four spaces."),
    "unknown-callout": N_("There is no box of kind “%(kind)s”; it is shown as a note."),
    "attribute-left-out": N_("The attribute “%(attribute)s” is not used in courses and is left out."),
    "heading-skips": N_("A heading level is skipped here."),
    "empty-link": N_("The link has no text."),
    "unknown-footnote": N_("There is no footnote “%(label)s”."),
    "unused-footnote": N_("Nothing refers to the footnote “%(label)s”."),
    "footnote-repeated": N_("The footnote “%(label)s” is given twice; the first one is shown."),
    "unknown-reference": N_("The link “%(label)s” has no address."),
    "bad-formula": N_("The formula “%(formula)s” cannot be shown. Write it as LaTeX does."),
    "unused-media": N_("No lesson, quiz or assignment uses this file."),
    "empty-lesson": N_("The lesson has no text."),
    "no-sources": N_("The module names no sources."),
    "lesson-missing": N_("The lesson is missing in %(language)s; readers are shown the other language."),
    "lesson-file-differs": N_("The same lesson has the file name %(other)s in the other language."),
    "minutes-differ": N_("The lesson has %(minutes)s minutes in the other language; that number is used."),
    "block-missing": N_("This part is missing in %(language)s (%(other)s); readers are shown this text."),
    "block-kind-differs": N_("This part is built differently in the other language (line %(other)s)."),
    "unknown-topic": N_(
        "There is no topic “%(slug)s”: nobody will find the module by it. "
        "Choose one of those in topics.py, or add it there."
    ),
    "term-unpaired": N_(
        "The term “%(term)s” is used here, but “%(other)s” is nowhere in the %(language)s text of the lesson."
    ),
    "open-without-guidance": N_(
        "The open question has no “guidance”, so nobody who marks its answers knows what earns how many "
        "points."
    ),
    "text-missing": N_("The text is missing in %(language)s; readers are shown the other language."),
    "text-not-offered": N_("The module is not offered in %(language)s; this text is shown nowhere."),
    "stale": N_(
        "The text in %(base)s has changed since this %(language)s text was written. Translate it anew, "
        "or say that it is still correct: lms content confirm %(module)s %(path)s"
    ),
}

ERRORS |= REFUSALS
WARNINGS |= NOTES
