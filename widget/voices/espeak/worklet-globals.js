// Copyright (C) 2026 the authors of this voice.
// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine looks for and a worklet does not have.
globalThis.performance ??= { now: () => Date.now() }
