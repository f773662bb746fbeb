declare module "virtual:help" {
  const pages: unknown;
  export default pages;
}
