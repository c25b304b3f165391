/** The version of the package, which the bundler puts in. */

declare const __BRIGHTLINE_VERSION__: string;

export const VERSION = __BRIGHTLINE_VERSION__;
