// The page put together: every part hears for itself where somebody looks.

import "./bell.js";
import "./look.js";
import "./places.js";
import "./stream.js";
import "./tour.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import * as dialogs from "./dialogs.js";
import { follow } from "./press.js";
import { begin } from "./state.js";

for (const part of [clock, composer, dialogs]) part.start(follow);
begin();
