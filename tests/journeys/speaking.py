"""A phone's voice for a browser that has none: says nothing, writes down what it was given, ends when told to."""

from playwright.sync_api import BrowserContext, Page

from tests.journeys.watching import run_in_page

INDONESIAN = {"name": "Bahasa Indonesia", "lang": "id_ID", "localService": True}
FROM_THE_NETWORK = {**INDONESIAN, "localService": False}
ENGLISH = {**INDONESIAN, "name": "English", "lang": "en-US"}
DEVICE = """(() => {{
  const heard = [];
  let now = null;
  const device = Object.assign(new EventTarget(), {{
    getVoices: () => {voices},
    speak: (one) => {{ now = one; heard.push(one.text); }},
    cancel: () => {{
      const one = now;
      now = null;
      if (one) one.onerror({{ error: "canceled" }});
      sessionStorage.cancelled = 1;
    }},
  }});
  Object.defineProperty(window, "speechSynthesis", {{ value: device }});
  window.SpeechSynthesisUtterance = class {{ constructor(text) {{ this.text = text; }} }};
  window.heard = heard;
  window.finish = () => {{ const one = now; now = null; one.onend({{}}); }};
}})()"""


def give_voices(context: BrowserContext, *voices: dict[str, object]) -> None:
    """Let the phone have these voices."""
    listed = ",".join(
        f"{{name:{one['name']!r},lang:{one['lang']!r},localService:{str(one['localService']).lower()}}}"
        for one in voices
    )
    context.add_init_script(DEVICE.format(voices=f"[{listed}]"))


def heard(page: Page) -> list[str]:
    """Return what the voice was given so far."""
    found: list[str] = run_in_page(page, "window.heard", isolated=False)
    return found


def finish_sentence(page: Page) -> None:
    """Let the voice come to the end of what it says."""
    run_in_page(page, "window.finish(); null", isolated=False)
