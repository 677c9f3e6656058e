// Lets TypeScript import a .proto file as its text, the way the bundle and the tests load it.
declare module "*.proto" {
  const text: string;
  export default text;
}
