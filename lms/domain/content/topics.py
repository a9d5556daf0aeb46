"""The topics that modules are about, in both languages: what `tags` in a module.yaml may name.

A new topic gets its line here before a module names it; the check tells of one that has no line.
"""

from collections.abc import Mapping

from lms.foundation.i18n import DEFAULT_LANGUAGE

TOPICS: Mapping[str, Mapping[str, str]] = {
    "administration": {"lt": "Administravimas", "en": "Administration"},
    "agreement": {"lt": "Susitarimai", "en": "Agreements"},
    "case-management": {"lt": "Atvejo vadyba", "en": "Case management"},
    "children-and-families": {"lt": "Vaikai ir šeimos", "en": "Children and families"},
    "communication": {"lt": "Komunikacija", "en": "Communication"},
    "community": {"lt": "Bendruomenė", "en": "Community"},
    "corruption-prevention": {"lt": "Korupcijos prevencija", "en": "Prevention of corruption"},
    "deinstitutionalisation": {"lt": "Globos deinstitucionalizacija", "en": "Deinstitutionalisation of care"},
    "digital-services": {"lt": "Skaitmeninės paslaugos", "en": "Digital services"},
    "disability": {"lt": "Asmenys su negalia", "en": "People with disabilities"},
    "distance-education": {"lt": "Nuotolinis mokymasis", "en": "Distance education"},
    "employment": {"lt": "Užimtumas", "en": "Employment"},
    "ethics": {"lt": "Etika", "en": "Ethics"},
    "evaluation": {"lt": "Vertinimas ir rodikliai", "en": "Evaluation and indicators"},
    "feedback": {"lt": "Grįžtamasis ryšys", "en": "Feedback"},
    "finance": {"lt": "Finansai", "en": "Finance"},
    "flexible-learning": {"lt": "Lankstus mokymasis", "en": "Flexible learning"},
    "friendly-environment": {"lt": "Draugiška aplinka visiems", "en": "Environments friendly to everybody"},
    "human-resources": {"lt": "Žmogiškieji ištekliai", "en": "Human resources"},
    "impact": {"lt": "Poveikis ir jo matavimas", "en": "Impact and how to measure it"},
    "interests": {"lt": "Viešieji ir privatūs interesai", "en": "Public and private interests"},
    "law": {"lt": "Teisė", "en": "Law"},
    "leadership": {"lt": "Lyderystė", "en": "Leadership"},
    "mentoring": {"lt": "Mentorystė", "en": "Mentoring"},
    "municipality": {"lt": "Savivaldybė", "en": "Municipality"},
    "networking": {"lt": "Tinklaveika", "en": "Networking"},
    "norway": {"lt": "Norvegijos patirtis", "en": "Norwegian experience"},
    "older-people": {"lt": "Vyresnio amžiaus žmonės", "en": "Older people"},
    "partnership": {"lt": "Socialinė partnerystė", "en": "Social partnership"},
    "personal-data": {"lt": "Asmens duomenys", "en": "Personal data"},
    "planning": {"lt": "Planavimas", "en": "Planning"},
    "poverty-prevention": {"lt": "Skurdo prevencija", "en": "Poverty prevention"},
    "procurement": {"lt": "Viešieji pirkimai", "en": "Public procurement"},
    "projects": {"lt": "Projektų rengimas ir valdymas", "en": "Project planning and management"},
    "public-services": {"lt": "Viešosios paslaugos", "en": "Public services"},
    "quality": {"lt": "Paslaugų kokybė", "en": "Quality of services"},
    "social-business": {"lt": "Socialinis verslas", "en": "Social business"},
    "social-clustering": {"lt": "Socialinė klasterystė", "en": "Social clustering"},
    "social-exclusion": {"lt": "Socialinė atskirtis", "en": "Social exclusion"},
    "social-innovation": {"lt": "Socialinės inovacijos", "en": "Social innovation"},
    "sustainability": {"lt": "Darnus vystymasis", "en": "Sustainable development"},
    "teamwork": {"lt": "Komandinis darbas", "en": "Teamwork"},
    "training": {"lt": "Mokymai", "en": "Training"},
    "training-plan": {"lt": "Mokymo planas", "en": "Training plan"},
    "transparency": {"lt": "Skaidrumas", "en": "Transparency"},
    "trust": {"lt": "Pasitikėjimas", "en": "Trust"},
    "volunteering": {"lt": "Savanorystė", "en": "Volunteering"},
    "youth": {"lt": "Jaunimas", "en": "Young people"},
}  # fmt: skip


def title(slug: str, language: str) -> str:
    """Return what a topic is called in that language."""
    found = TOPICS.get(slug, {})
    return found.get(language) or found.get(DEFAULT_LANGUAGE) or slug.replace("-", " ")
