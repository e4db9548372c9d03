// The reviewer's desk: the item whose document is shown is marked in the list. Without script its link reloads the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".review-item > a[hx-get]");
  if (!link) return;
  for (const shown of document.querySelectorAll(".review-item > a[aria-current]")) shown.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});
