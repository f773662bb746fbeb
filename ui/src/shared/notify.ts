import { reactive, watch } from "vue";

const KEY = "chengbao-notify";

/** Whether a word is wanted while one looks elsewhere; kept on this computer. */
export const notify = reactive({ isOn: localStorage.getItem(KEY) === "1" });
watch(notify, () => localStorage.setItem(KEY, notify.isOn ? "1" : "0"));

/** Whether the computer lets the window say something at all. */
export const canNotify = (): boolean => "Notification" in window;

/** Asks the computer for leave, and is on from then; false where it is refused. */
export async function startNotify(): Promise<boolean> {
  if (!canNotify()) return false;
  notify.isOn = (await Notification.requestPermission()) === "granted";
  return notify.isOn;
}

/**
 * A word to whoever looks elsewhere. It lies on a screen others may see, so it never holds a name,
 * a number, or anything else of a person.
 */
export function tell(title: string, text: string): void {
  const isLooking = !document.hidden && document.hasFocus();
  if (!notify.isOn || isLooking || !canNotify() || Notification.permission !== "granted") return;
  const word = new Notification(title, { body: text, lang: "zh-CN", tag: "chengbao" });
  word.onclick = () => {
    window.focus();
    word.close();
  };
}
