// Light, dark or as the system has it: kept in this browser, set before the first paint.
// A classic script in the head, because a module would run after it. ?theme=dark is for screenshots.
(() => {
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem("theme") ?? "system";
    } catch {
      return "system"; // storage can be forbidden
    }
  };

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const asked = new URLSearchParams(location.search).get("theme");
  show(asked ?? kept());

  addEventListener("storage", (event) => {
    if (event.key === "theme") show(kept());
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const radio of document.querySelectorAll("[data-theme-choice] input")) {
      radio.checked = radio.value === (asked ?? kept());
      radio.addEventListener("change", () => {
        show(radio.value);
        try {
          localStorage.setItem("theme", radio.value);
        } catch {
          // it lasts for this page
        }
      });
    }
  });
})();
