"""What the administrator's lists hold at the beginning; from then on they belong to the administrator."""

CATEGORIES = [
    ("civil-servant", "Valstybės tarnautojai", "Civil servants"),
    ("politician", "Politikai", "Politicians"),
    ("budgetary-staff", "Biudžetinių įstaigų darbuotojai", "Employees of budgetary institutions"),
    ("community-leader", "Bendruomenių lyderiai", "Community leaders"),
    ("ngo", "Nevyriausybinių organizacijų darbuotojai ir savanoriai", "Employees and volunteers of NGOs"),
    ("private", "Privačių įstaigų darbuotojai", "Employees of private institutions"),
    ("other", "Kita", "Other"),
]
POSITIONS = [
    ("head-of-institution", "Įstaigos vadovas arba vadovė", "Head of an institution"),
    ("head-of-department", "Skyriaus vedėjas arba vedėja", "Head of a department"),
    ("specialist", "Specialistas arba specialistė", "Specialist"),
    ("social-worker", "Socialinis darbuotojas arba darbuotoja", "Social worker"),
    ("head-of-school", "Mokyklos vadovas arba vadovė", "Head of a school"),
    ("deputy-head", "Vadovo pavaduotojas arba pavaduotoja ugdymui", "Deputy head for education"),
    (
        "head-of-education-unit",
        "Ugdymą organizuojančio skyriaus vedėjas arba vedėja",
        "Head of a unit that organises education",
    ),
    ("teacher", "Mokytojas arba mokytoja", "Teacher"),
    ("pupil-support", "Pagalbos mokiniui specialistas arba specialistė", "Pupil support specialist"),
    ("other", "Kita", "Other"),
]
LISTS = {"category": CATEGORIES, "position": POSITIONS}
