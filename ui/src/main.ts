import "element-plus/theme-chalk/base.css";
import "./shared/style/tokens.css";
import "./shared/style/base.css";
import "./shared/style/element.css";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import { openHost } from "./api/call";
import App from "./app/App.vue";
import { i18n } from "./app/i18n";
import { followHost, makeQueryClient } from "./app/query";
import { makeRouter } from "./app/router";
import { applyDisplay } from "./shared/display";
import { refuse } from "./shared/toast";

async function start(): Promise<void> {
  applyDisplay();
  // The token is in the address, so the host is opened before the router reads it.
  await openHost();
  const queryClient = makeQueryClient();
  followHost(queryClient);
  const app = createApp(App);
  app.config.errorHandler = refuse;
  const router = makeRouter();
  app.use(i18n).use(VueQueryPlugin, { queryClient }).use(router);
  // The address is only followed once the first page is known; before that a click would be lost.
  await router.isReady();
  app.mount("#app");
}

void start();
