// Jest transform that turns a .proto or .css file into a module whose default export is its text.
module.exports = {
  process: (text) => ({ code: `module.exports = { __esModule: true, default: ${JSON.stringify(text)} };` }),
};
