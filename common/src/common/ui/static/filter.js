// A search field that hides what does not match, and a list of contents that follows the reading.
//
// <form data-filters="list"> finds among the [data-filter-item] elements inside #list, by all their
// words. Links to an item anywhere in the page ([data-filter-link]) hide with it, and so does a
// [data-filter-group] that has nothing left to show.

for (const form of document.querySelectorAll("[data-filters]")) {
  const list = document.getElementById(form.dataset.filters);
  const items = [...list.querySelectorAll("[data-filter-item]")].map((item) => ({
    item,
    words: item.textContent.toLowerCase(),
  }));
  const field = form.querySelector("input");
  const count = document.querySelector("[data-filter-count]");
  const none = document.querySelector("[data-filter-none]");

  const filter = () => {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, words } of items) {
      item.hidden = !wanted.every((word) => words.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    for (const link of document.querySelectorAll("[data-filter-link]")) {
      link.hidden = document.getElementById(link.dataset.filterLink).hidden;
    }
    for (const group of document.querySelectorAll("[data-filter-group]")) {
      const within = [...group.querySelectorAll("[data-filter-item], [data-filter-link]")];
      group.hidden = within.every((part) => part.hidden);
    }
    none.hidden = shown > 0 || items.length === 0;
    count.textContent = wanted.length ? `${shown} of ${items.length}` : "";
  };

  field.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    filter();
  });
  filter();
}

const links = new Map(
  [...document.querySelectorAll("[data-filter-link] a")].map((link) => [link.hash.slice(1), link]),
);
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(target.id)?.setAttribute("aria-current", "true");
    }
  },
  { rootMargin: "-15% 0px -75%" },
);
for (const id of links.keys()) reading.observe(document.getElementById(id));
