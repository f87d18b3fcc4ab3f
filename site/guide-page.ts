import { addCopyButtons } from './copy-button.ts'
import { startThemeSwitch } from './theme-switch.ts'

startThemeSwitch()
addCopyButtons()
