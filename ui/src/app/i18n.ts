import { createI18n } from "vue-i18n";
import app from "./zh-CN.json";
import shared from "../shared/zh-CN.json";

const features = import.meta.glob<Record<string, unknown>>("../features/*/zh-CN.json", {
  eager: true,
  import: "default",
});

/** Every visible sentence, one file per feature, under the feature's name. */
export function messages(): Record<string, unknown> {
  const all: Record<string, unknown> = { app, shared };
  for (const [path, sentences] of Object.entries(features)) {
    const feature = /features\/([^/]+)\//.exec(path)?.[1];
    if (feature) all[feature] = sentences;
  }
  return all;
}

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  messages: { "zh-CN": messages() as never },
  missingWarn: false,
  fallbackWarn: false,
});
