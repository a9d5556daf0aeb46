// Listening: shown only where this device has a voice for the language of the page. Block by block, with the place in sight.
const listenButton = document.querySelector("button[data-listens]");
const player = document.querySelector("[data-player]");
const speech = window.speechSynthesis;
const LONGEST_PIECE = 220;
const speedName = "savimoka-speed";

const voiceFor = (language) =>
  speech.getVoices().find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);

// Browsers fall silent in the middle of long texts, so a block is said sentence by sentence.
const piecesOf = (text) => {
  const pieces = [];
  for (const sentence of text.match(/[^.!?…]+[.!?…]*["“”»)]*\s*/g) ?? [text]) {
    if (pieces.length && (pieces.at(-1) + sentence).length <= LONGEST_PIECE) pieces[pieces.length - 1] += sentence;
    else pieces.push(sentence);
  }
  return pieces.map((piece) => piece.trim()).filter(Boolean);
};

const sayable = (block) => {
  const copy = (block.querySelector(":scope > .block__own") ?? block).cloneNode(true);
  const silent = ".block__tools, .block__note, .block__peek, .block__other, .footnote-mark, .own-note-here, .term-meaning, form, math, pre, .sidenotes";
  for (const part of copy.querySelectorAll(silent)) part.remove();
  // What ends a line for the eye ends a sentence for the ear.
  for (const line of copy.querySelectorAll("li, td, th, dt, dd, figcaption, .callout-title, summary")) {
    if (!/[.!?:;…]\s*$/.test(line.textContent)) line.append(". ");
  }
  return copy.textContent.replace(/\s+/g, " ").trim();
};

const startListening = () => {
  const blocks = [...document.querySelectorAll("article[data-lesson] .block")].filter((block) => !block.querySelector(".footnotes"));
  const state = player.querySelector("[data-player-state]");
  const pauseButton = player.querySelector("[data-pauses]");
  const speed = player.querySelector("[data-speed]");
  // Each turn of speaking has a number; what an earlier one still reports is not listened to.
  const now = { turn: 0, block: -1, pieces: [], isPaused: false };

  const mark = (block) => {
    document.querySelector(".is-spoken")?.classList.remove("is-spoken");
    block?.classList.add("is-spoken");
    const place = block?.getBoundingClientRect();
    if (place && (place.top < 0 || place.bottom > innerHeight * 0.85)) {
      block.scrollIntoView({ block: place.height > innerHeight * 0.6 ? "start" : "center" });
    }
  };

  const stop = (words = "") => {
    now.turn += 1;
    now.block = -1;
    speech.cancel();
    mark(null);
    state.textContent = words;
    player.hidden = !words;
    listenButton.setAttribute("aria-pressed", "false");
  };

  const sayPieces = (turn, voice) => {
    const piece = now.pieces[0];
    if (piece === undefined) return sayBlock(turn, now.block + 1);
    const saying = new SpeechSynthesisUtterance(piece);
    saying.voice = voice;
    saying.lang = voice.lang;
    saying.rate = Number(speed.value);
    saying.onend = () => {
      if (turn !== now.turn) return;
      now.pieces.shift();
      sayPieces(turn, voice);
    };
    saying.onerror = () => turn === now.turn && stop();
    speech.speak(saying);
  };

  const sayBlock = (turn, number) => {
    const block = blocks[number];
    if (!block) return stop(player.dataset.finished);
    now.block = number;
    now.pieces = piecesOf(sayable(block));
    if (!now.pieces.length) return sayBlock(turn, number + 1);
    mark(block);
    const own = block.querySelector(":scope > .block__own") ?? block;
    const voice = voiceFor(own.closest("[lang]").lang.slice(0, 2));
    const place = player.dataset.part.replace("{number}", number + 1).replace("{all}", blocks.length);
    state.textContent = voice ? place : `${place}. ${player.dataset.noVoice}`;
    if (voice) sayPieces(turn, voice);
    else setTimeout(() => turn === now.turn && sayBlock(turn, number + 1), 2500);
  };

  const goOn = (number) => {
    speech.cancel();
    now.isPaused = false;
    now.turn += 1;
    pauseButton.textContent = pauseButton.dataset.pause;
    player.hidden = false;
    listenButton.setAttribute("aria-pressed", "true");
    sayBlock(now.turn, number);
  };

  listenButton.addEventListener("click", () => {
    if (now.block >= 0) return stop();
    const here = scrollY > 200 ? blocks.findIndex((block) => block.id === blockInView()) : 0;
    goOn(Math.max(0, here));
    pauseButton.focus({ preventScroll: true });
  });
  pauseButton.addEventListener("click", () => {
    if (now.block < 0) return goOn(0);
    if (now.isPaused) return goOn(now.block);
    // Pausing in the middle of a sentence is not to be relied on everywhere; the block is begun anew afterwards.
    now.isPaused = true;
    now.turn += 1;
    speech.cancel();
    pauseButton.textContent = pauseButton.dataset.goOn;
    state.textContent = player.dataset.paused;
  });
  player.querySelector("[data-stops]").addEventListener("click", () => {
    stop();
    listenButton.focus({ preventScroll: true });
  });
  try {
    speed.value = localStorage.getItem(speedName) ?? "1";
  } catch {
    speed.value = "1";
  }
  if (!speed.value) speed.value = "1";
  speed.addEventListener("change", () => {
    try {
      localStorage.setItem(speedName, speed.value);
    } catch {
      // It then holds for this page only.
    }
    if (now.block >= 0 && !now.isPaused) goOn(now.block);
  });
  addEventListener("pagehide", () => stop());
};

if (listenButton && player && speech) {
  let isReady = false;
  const offer = () => {
    if (isReady || !voiceFor(document.documentElement.lang)) return;
    isReady = true;
    listenButton.parentElement.hidden = false;
    listenButton.setAttribute("aria-pressed", "false");
    startListening();
  };
  offer();
  speech.addEventListener?.("voiceschanged", offer);
}
