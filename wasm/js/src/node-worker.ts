/** The engine's worker in Node. */

import { parentPort } from "node:worker_threads";
import { serve } from "./serve.js";

const answer = serve((reply, transfer = []) => parentPort?.postMessage(reply, transfer));
parentPort?.on("message", answer);
