// Jest as it comes, but for Babel: CommonJS needs no transform.
module.exports = { transform: {} };
