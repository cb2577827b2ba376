// A word to the cashier at the foot of the shelf, one at a time: the newest is the one that counts.

import { toast } from "../toast.js";

let takeAway = () => {};

/** Say it; `action` is { text, run } for the way back. */
export function tell(words, action) {
  takeAway();
  takeAway = toast(words, action ? { action } : {});
}
