// Counts down what a page says is to be waited for: <span data-wait="840">14 minutes</span>.

const place = document.querySelector("[data-wait]");

if (place) {
  const ends = Date.now() + Number(place.dataset.wait) * 1000;
  const show = () => {
    const seconds = Math.max(Math.ceil((ends - Date.now()) / 1000), 0);
    const minutes = Math.floor(seconds / 60);
    place.textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    if (!seconds) {
      place.parentElement.textContent = "You can try again now.";
      clearInterval(ticking);
    }
  };
  const ticking = setInterval(show, 1000);
}
