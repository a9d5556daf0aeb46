// What helps while reading a lesson is loaded there only; the lesson can be read before it has come.
if (document.querySelector("article[data-lesson]")) {
  import("./reading.js?v=READING_SUM").then(({ start }) => start({ send, say, blockInView })).catch(() => null);
}
