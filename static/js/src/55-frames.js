// A page in a frame takes the focus without any style noticing: the frame is marked while it has it.
addEventListener("blur", () => { if (document.activeElement?.tagName === "IFRAME") document.activeElement.classList.add("has-focus"); });
addEventListener("focus", () => document.querySelectorAll("iframe.has-focus").forEach((frame) => frame.classList.remove("has-focus")));
