// Lets tests run with the Node of a Linux distribution, whose zlib is the system's: none compares bytes with other machines'.

import { allowSharedZlib } from "../src/layer/own-zlib";

allowSharedZlib();
process.env.PACKAGE_LAYERS_SHARED_ZLIB = "allow";
