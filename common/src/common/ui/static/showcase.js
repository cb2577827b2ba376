// The parts that only exist while they are asked for.

import { confirmed } from "./dialog.js";
import { toast } from "./toast.js";

document.getElementById("show-toast").addEventListener("click", () => {
  toast("Night Tram is in your basket.", { action: { text: "Undo", run: () => toast("Taken out again.") } });
});

document.getElementById("show-question").addEventListener("click", async () => {
  const yes = await confirmed({ title: "Close the shift?", text: "The till sells again after the next sign-in.", yes: "Close it", no: "Keep selling" });
  toast(yes ? "The shift is closed." : "The till goes on selling.");
});
