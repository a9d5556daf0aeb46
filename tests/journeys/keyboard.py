"""Somebody who uses nothing but the keyboard: Tab, Enter, the space bar, arrows and letters."""

from playwright.sync_api import Locator, expect

from tests.journeys.window import Window

MOST_STOPS = 250
# Whether the focus is there, and where it is else; nothing where the page has put another in its place.
WHERE = """
(one) => {
  const here = document.activeElement;
  const where = here === document.body ? "" : (here?.outerHTML ?? "").slice(0, 100);
  return one.isConnected ? [one === here, where] : null;
}
"""


class Keyboard:
    """Reaches what it needs by Tab, as somebody who cannot use a mouse."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._keys = window.page.keyboard

    def reach(self, wanted: Locator) -> None:
        """Press Tab until the focus is there."""
        expect(wanted).to_have_count(1)
        self._let_scripts_begin()
        place, passed = wanted.element_handle(), []
        for _press in range(MOST_STOPS):
            while (found := place.evaluate(WHERE)) is None:
                place = wanted.element_handle()
            is_there, where = found
            if is_there:
                return
            passed.append(where)
            self._keys.press("Tab")
        raise AssertionError(f"Tab never reaches {wanted}; it goes to\n" + "\n".join(passed[:60]))

    def press(self, words: str) -> None:
        """Press the button with these words."""
        self.reach(self.window.button(words))
        self._keys.press("Enter")

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        self.reach(self.window.page.get_by_role("link", name=self.window.said(words), exact=True).first)
        self._keys.press("Enter")

    def follow_shown(self, name: str) -> None:
        """Follow the link that bears this name of a thing."""
        self.reach(self.window.page.locator("main").get_by_role("link", name=name).first)
        self._keys.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Write into the field with this label."""
        self.reach(self.window.page.get_by_label(self.window.said(label), exact=True))
        self._keys.type(text)

    def write_into(self, field: Locator, text: str) -> None:
        """Write into this field."""
        self.reach(field)
        self._keys.type(text)

    def choose(self, choice: Locator) -> None:
        """Choose a radio button by arrows, or tick a box by the space bar."""
        expect(choice).to_have_count(1)
        self._let_scripts_begin()
        if choice.get_attribute("type") == "checkbox":
            self.reach(choice)
            self._keys.press("Space")
            return
        group = self.window.page.locator(f"input[type=radio][name='{choice.get_attribute('name')}']")
        own_form = choice.locator("xpath=ancestor::form").locator("input[type=radio]")
        among = own_form if own_form.count() < group.count() else group
        self._reach_any(among)
        for _press in range(among.count() + 1):
            if choice.evaluate("(one) => one.checked"):
                return
            self._keys.press("Space" if not among.locator(":scope:checked").count() else "ArrowDown")
        raise AssertionError(f"arrows never come to {choice}")

    def choose_from(self, listed: Locator, option: Locator) -> None:
        """Go down a list until this line of it is chosen."""
        self.reach(listed)
        for _press in range(listed.locator("option").count()):
            if option.evaluate("(one) => one.selected"):
                return
            self._keys.press("ArrowDown")
        raise AssertionError(f"the arrow never comes to {option}")

    def _let_scripts_begin(self) -> None:
        # A key that comes before the page is whole does nothing, or something else than it says there.
        self.window.page.wait_for_load_state()

    def _reach_any(self, group: Locator) -> None:
        for _press in range(MOST_STOPS):
            if group.evaluate_all("(all) => all.includes(document.activeElement)"):
                return
            self._keys.press("Tab")
        raise AssertionError(f"Tab never reaches {group}")
