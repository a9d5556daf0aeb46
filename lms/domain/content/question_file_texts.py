"""Every sentence that an author may be told about a question file of another program, by code."""

from lms.config import N_

REFUSALS = {
    # The file
    "question-encoding-unclear": N_(
        "The letters of this file could be read in several ways. Save it again in UTF-8, or name its "
        "encoding (on the page in the list, in the command with --encoding)."
    ),
    "question-encoding-wrong": N_("This is not a file in the encoding %(encoding)s."),
    "question-encoding-damaged": N_("The file is damaged: its letters are not what its beginning says."),
    "question-garbled-before": N_(
        "The letters were damaged before (“%(found)s”). Export the file again, in UTF-8."
    ),
    "question-file-too-long": N_(
        "From here on the file was not read: it holds more than %(limit)s questions or faults. Split it."
    ),
    "question-none": N_("No question was found in the file."),
    "question-xml-broken": N_("From here on the XML cannot be read: it is not well formed."),
    "question-xml-unfinished": N_("This question is left out: further down, the XML breaks off within it."),
    "question-xml-doctype": N_("The XML declares a document type or entities, which are not read."),
    "question-xml-deep": N_("The XML has too many elements, or too many inside one another."),
    "question-xml-other": N_("This is not Moodle XML: it begins with “%(tag)s”, not with “quiz”."),
    "question-element-left-out": N_("The element “%(tag)s” is no question."),
    # A question that does not come in
    "question-without-text": N_("The question has no text."),
    "question-language-absent": N_("Something of the question is missing in %(language)s."),
    "question-brace-stray": N_("A closing brace } stands here, but none was opened."),
    "question-braces-open": N_("The brace { is opened here and never closed."),
    "question-braces-twice": N_(
        "There are braces twice here. Put an empty line between two questions, and a backslash before braces "
        "that are part of a text: \\{ \\}."
    ),
    "question-answer-broken": N_("This answer cannot be understood: “%(found)s”."),
    "question-answer-empty": N_("The answer has no text."),
    "question-weight-broken": N_("The weight “%(weight)s” is not between -100 and 100."),
    "question-without-right-answer": N_("None of the answers is entirely right."),
    "question-number-broken": N_("“%(found)s” is not a number with its tolerance or its range."),
    "question-range-backwards": N_("The range “%(found)s” ends before it begins."),
    "question-several-numbers": N_("Several numbers are right. Here a question has one, with its tolerance."),
    "question-number-too-long": N_("The number %(found)s has more digits than can be kept."),
    "question-units": N_("Several units are right (“%(unit)s”). Here a number has one unit."),
    "question-kind-not-taken": N_("Questions of the kind “%(kind)s” are not taken over."),
    "question-true-false-broken": N_("A question of this kind has exactly the answers true and false."),
    "question-without-answer-line": N_("The question has no line such as “ANSWER: A”."),
    "question-letter-unknown": N_("There is no option “%(letter)s”."),
    "question-line-broken": N_(
        "This line is neither the next option nor the answer: “%(text)s”. The question is left out."
    ),
    "question-gaps-lost": N_("The places of the gaps in the text cannot be found."),
    "question-gap-marked-up": N_("What is chosen for a gap is plain text; “%(answer)s” has markup."),
    "question-gap-tolerance": N_("A number in a gap cannot have a tolerance here: “%(found)s”."),
    "question-gap-without-words": N_("There are no words for the gap [[%(number)s]]."),
    "question-words-unused": N_("“%(text)s” belongs to no gap of the text."),
    "question-cloze-broken": N_("This gap cannot be understood: “%(found)s”."),
    # Export
    "question-not-in-gift": N_("%(question)s: GIFT has no question of the kind “%(kind)s” like this."),
    "question-language-missing": N_("%(question)s: something of the question is missing in %(language)s."),
}

NOTES = {
    "question-category": N_(
        "Category “%(name)s”: kept as a comment. A file becomes one quiz; split it by hand where you need "
        "several."
    ),
    "question-description": N_("This is a text without a question, and is left out: “%(text)s”."),
    "question-languages-left-out": N_(
        "The question holds texts in several languages; only one of them came in: %(language)s."
    ),
    "question-became-multiple": N_(
        "In the file any one of the %(count)s right answers was enough; here all of them must be chosen."
    ),
    "question-weight-became-nothing": N_(
        "“%(answer)s” had a weight of %(weight)s%%; in a question with one right answer it counts as wrong."
    ),
    "question-weight-became-even": N_(
        "“%(answer)s” had a weight of %(weight)s%%, which became %(even)s%%: right options count alike "
        "here, and so do wrong ones."
    ),
    "question-weight-left-out": N_(
        "“%(answer)s” had a weight of %(weight)s%%. Here an answer is either right or not, so it is left out."
    ),
    "question-wildcard-left-out": N_(
        "“%(answer)s” stands for many answers (*), and is left out. Write out those that are right."
    ),
    "question-answer-repeated": N_("“%(answer)s” stands there twice; it came in once."),
    "question-feedback-left-out": N_("This feedback has no place here: “%(text)s”."),
    "question-template-left-out": N_("The beginning of an answer is not taken over: “%(text)s”."),
    "question-points-changed": N_(
        "The question gave %(given)s points. Here points are whole numbers from 1 to 100, so it gives "
        "%(points)s."
    ),
    "question-gaps-alike": N_("The gaps had different points; here each gap of a text counts the same."),
    "question-picture-left-out": N_(
        "The picture “%(name)s” did not come in. Put its file into the folder media and add it to the text."
    ),
    "question-file-left-out": N_("The file “%(name)s” inside the question did not come in."),
    "question-markup-left-out": N_(
        "“%(tag)s” has no counterpart in our markdown: its words came in, its form did not."
    ),
    "question-settings-left-out": N_("Settings without a counterpart here are left out: %(names)s."),
    "question-line-left-out": N_("This line is no part of the format and is left out: “%(text)s”."),
    "question-without-guidance": N_(
        "The file has no guidance for those who mark the answers. Write it under “guidance”."
    ),
    "question-too-many": N_(
        "A quiz holds at most %(limit)s questions. Split the quiz here before you publish it."
    ),
    "question-too-much": N_("The quiz is larger than %(limit)s. Split it before you publish it."),
    "question-part-not-in-gift": N_("%(question)s: GIFT has no place for “%(part)s”, which is left out."),
}
