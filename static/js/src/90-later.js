// Forms whose words are saved by themselves or may wait for the connection need more; other pages have time for it.
for (const form of document.querySelectorAll("form[data-autosave]")) form.asItWas = new FormData(form);
const startLater = async () => {
  try {
    const { start } = await import("./offline.js?v=OFFLINE_SUM");
    start({ reader, sharedComputer, say, sending, isChanged });
  } catch {
    // Without it everything is sent by its button.
  }
};
if (document.querySelector("form[data-autosave], form[data-save-answer], form[data-offline]")) startLater();
else if (reader || document.querySelector("[data-offline-page]")) {
  const soon = () => setTimeout(startLater, 200);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
