// The viewer in a file of its own: the picture stands in the page already. A click shows a work's card.

const section = document.getElementById("picture");
const { labels, reasons } = JSON.parse(section.dataset.told);
const svg = section.querySelector("svg");
svg.remove();

const picture = new Picture(section, location.pathname, {
  opened(work, picture) {
    picture.pinned = null;
    picture.reveal(work, null);
    picture.evidence.introduce(work, picture.because(work), labels);
    picture.pinned = work;
  },
});
picture.speak(labels, false);
picture.reasons = reasons;
picture.take(svg, Math.max(420, Math.round(innerHeight * 0.76)));
