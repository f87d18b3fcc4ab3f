import type { DistressWords } from '../distress-words.ts'
import { anyPhrase, phrase } from '../script.ts'

const end = '(?=\\s*(?:$|[.!?…,;\\n]))'
const whoever =
  "(?:he|she|they|dad|daddy|mom|mum|(?:my|the|a|some) (?:own |ex[- ]|step-?)?(?:husband|wife|boyfriend|girlfriend|bf|gf|fiance|partner|ex|spouse|father|dad|daddy|mother|mom|mum|parents|stepfather|stepdad|stepmother|stepmom|brother|sister|uncle|aunt|grandfather|grandmother|son|daughter|boss|teacher|coach|neighbou?r|roommate|flatmate|guy|man|men|boys|kids|classmates))(?:'s)?"
const kin =
  '(?:somebody|someone|my (?:best |little |big |older |younger |own )?(?:friend|mate|bf|gf|husband|wife|boyfriend|girlfriend|partner|father|dad|mother|mom|mum|brother|sister|son|daughter|child|kid|cousin|uncle|aunt|grandmother|grandma|grandfather|grandpa|roommate|flatmate|neighbou?r|colleague|student|ex))'
const not = "(?:not|never|hardly|(?:do|does|did|would|wo|ca|could|is|was|are|have|has|had)n'?t)"
/** Up to three words between, none of which denies. */
const between = `(?:(?!${not} )[a-z']+ ){0,3}`
const medicine =
  '(?:pills?|tablets?|meds|medications?|medicine|antidepressants|painkillers|sedatives|paracetamol|tylenol|ibuprofen|aspirin|xanax)'
const took = '(?:took|taken|taking|swallow(?:ed|ing)?|downed|popped|ate|eaten)'
const hurtful =
  '(?:hit|hits|hitting|beats?|beating|beaten|punch(?:es|ed|ing)?|slap(?:s|ped|ping)?|kick(?:s|ed|ing)|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|rap(?:es|ed|ing)|molest(?:s|ed|ing)|abus(?:es|ed|ing)|assault(?:s|ed|ing)|threaten(?:s|ed|ing)?|stalk(?:s|ed|ing)|hurts|hurting)'
const endOneself =
  '(?:die|be dead|kill (?:myself|me)|unalive myself|end (?:it all|it|my life|myself)|take my (?:own )?life|(?:hang|shoot|drown) myself|hurt myself|harm myself|cut myself)'

export const englishDistress: DistressWords = {
  harmless: anyPhrase([
    // Idioms.
    '(?:to )?d(?:ie|ied|ying|ies) (?:for (?:an?|some|the|that|this|chocolate|coffee|pizza)|to (?:see|know|try|meet|hear|go|tell|find|get)|(?:of|from) (?:laugh\\w+|happiness|joy|boredom|embarrassment|shame|curiosity|hunger|heat|thirst|cuteness|excitement)|laughing|inside)|to die for',
    "(?:can't|cannot|can not) breathe (?:from |because i'm )?laughing",
    '(?:do|did|would|will) you want to die|want to be here (?:at the office|at work|all day|today|in the office)',
    'to die my (?:hair|\\w+ hair)|suicidal tendencies|beat(?:s|en|ing)? me in (?:a |an |the |every |our )?(?:\\w+ )?(?:game|race|match)|not (?:scared|afraid|terrified) of',
    '(?:career|political|social|financial|commercial|professional) suicide|suicide (?:squad|doors?|prevention|bomb\\w*)',
    'overdos\\w* (?:of|on) (?:cuteness|cute\\w*|sugar|chocolate|coffee|caffeine|cake|candy|news|information)',
    'beat me to (?:it|the)|(?:hit|hits) me up|beat(?:s|en|ing)? me (?:[a-z]+ ){0,3}(?:at(?! (?:home|night|work|school|least|times))|in (?:every |a |the |our )?(?:game|race|match|chess|tennis|cards))',
    // Denials.
    `(?<!why )${not} (?:really |actually |ever |even )?(?:(?:wants?|wanted|going|gonna|planning|trying|wanting|about|wish)(?: to)? )?${endOneself}`,
    `${not} (?:been )?(?:feel(?:ing)? |really |actually )?suicidal|${not} (?:thinking (?:of|about) |committ?(?:ing)? )?suicide|${not} overdos\\w+`,
    // Titles and made-up people.
    '(?:song|film|movie|book|novel|game|lyrics?|poem|story|album|track|episode|series|band)(?: is| was| has)?(?: [a-z]+){0,3}[ :,]+["“«\'][^"”»\\n]{1,80}["”»\']|["“«\'][^"”»\\n]{1,80}["”»\'] (?:is|was) (?:an? |the |my )?(?:[a-z]+ ){0,2}(?:song|film|movie|book|novel|game|poem|story|album|track|episode|series|band)',
    '(?:essay|book|film|movie|novel|song|article|paper|report|lecture|statistics|documentary) (?:on|about) suicide\\w*',
    'my character (?:wants|is going|has) to die',
    // Mishaps.
    '(?:cut|burn(?:ed|t)?|hurt|hurting) my(?:self| [a-z]+) (?:a little |a bit |badly )?(?:(?:while|when|by|from) )?(?:i was )?(?:shaving|cooking|chopping|slicing|baking|running|skiing|skating|playing|training|at the gym|at training|on (?:the|a|some|my) (?!purpose)[a-z]+)',
    'cut (?:myself|me) (?:some slack|an? (?:slice|piece|bit)|off)',
  ]),
  another: phrase(
    [
      `${kin} ${between}(?:wants?|wanted|going|tried|tries|trying|threatens?|threatened|threatening|plans?|planning|talks?|talking) (?:to |about |of )?(?:die|dying|suicide|kill(?:ing)? (?:him|her|them)sel(?:f|ves)|hurt(?:ing)? (?:him|her|them)sel(?:f|ves)|harm(?:ing)? (?:him|her|them)sel(?:f|ves)|end(?:ing)? (?:it all|(?:his|her|their) life)|jump(?:ing)? (?:off|from))`,
      `${kin} ${between}(?:will|would|is going to|is gonna|he'll|she'll) (?:kill|hurt|harm) (?:him|her|them)sel(?:f|ves)`,
      `${kin} (?:does not|doesn'?t) want to (?:live|be alive|be here)`,
      `${kin} ${between}(?:suicidal|overdos\\w+|(?:cuts?|cutting|hurts?|hurting|harms?|harming) (?:him|her|them)sel(?:f|ves)|${took} (?:all|too many|a (?:whole )?(?:lot|bottle|handful|pack)) ${between}${medicine})`,
      '(?:he|she|they) (?:wants?|is going|are going|tried|is trying|are trying|threatens?|threaten) to (?:kill|hurt|harm) (?:him|her|them)sel(?:f|ves)',
    ].join('|'),
  ),
  emergency: phrase(
    [
      `${took} (?:all|(?:way |far )?too many|so many|lots|like \\d+|about \\d+|over \\d+|a (?:whole )?(?:lot|bottle|handful|bunch|pack|packet|box|load)|the (?:whole|entire) (?:bottle|pack|packet|box)|half (?:a|the) bottle|every|(?:\\d+|two|three|four|five|several) (?:boxes|bottles|packs|packets|strips)|\\d{2,}|ten|twenty|thirty|forty|fifty)(?: of)? ${between}${medicine}`,
      `${took} (?:some |these |those |sleeping |a bunch of )*(?:pills|tablets)(?! (?:for|from|that|the|my|every|as|with))`,
      `${took} (?:a|the) (?:whole|entire) bottle`,
      "overdos\\w*|od'?ed|od'd",
      'mixed (?:the |my |some )?(?:pills|meds) (?:and|with) (?:alcohol|vodka|wine|whisky|whiskey|beer|booze)|(?:drank|drunk|swallowed) (?:a |some |the |whole |bottle |glass |half |of )*(?:bleach|poison|acid|antifreeze)|poisoned myself',
      "(?:i'?m|i am|(?:my )?(?:wrists?|arms?) (?:is|are|won'?t stop)) (?:still |badly )*bleeding(?! edge)|(?:can'?t|cannot|won'?t|doesn'?t) stop (?:the )?bleeding|bleeding (?:out|to death)|bleeding (?:a lot|badly|everywhere)",
      '(?:slit|slashed|opened) my (?:wrists?|veins?|throat)',
    ].join('|'),
  ),
  suicide: phrase(
    [
      'kill(?:ing|ed)? (?:myself|us both)|(?:please|just|somebody|someone)(?: just)? kill me(?! with)|unaliv\\w*|kms|suicid\\w*',
      "(?:want(?:ed|ing)?|wanna|ready|going|gonna|deserve|need|like)(?: to)? (?:just )?(?:die|be dead|be gone forever|not (?:exist|wake up|be here|be alive))|wanting to die|feel(?:ing)? like (?:dying|killing myself|ending it)|i (?:should|could) (?:just )?die|(?<!do you |you )(?:want|wish|need) (?:it|this|everything|the pain) (?:all )?to (?:end|be over|stop forever)|sleep (?:forever|and (?:never|not) wake up)|never wake up(?: again)?|(?:hope|pray) (?:that )?i (?:die|don'?t wake up|never wake up)|rather be dead|(?:do not|don'?t) deserve to (?:live|exist|be alive)|(?:want|going|gonna) (?:to )?end everything|bought (?:a|the) rope|(?:wrote|writing|written) (?:my |a )?(?:goodbye|suicide|farewell) (?:note|letter)|(?:ways?|pills|tablets|painless) (?:(?:it takes |does it take |do i need |would it take )?to (?:die|overdose))|nobody cares (?:if|whether) i|no one cares (?:if|whether) i|thinking (?:of|about) (?:dying|ending (?:it|my life|things))|wish(?:ed)? (?:that )?(?:i (?:was|were|am|wasn'?t|weren'?t) (?:dead|never born|not here|not alive|alive|gone|born|here)|i (?:could |would |might )?(?:just )?(?:die|disappear|vanish|stop existing|not wake up|never wake up|not exist)|i(?:'d| had| was| were) never (?:been )?born|i (?:didn'?t|did not) (?:exist|wake up))",
      "(?:do not|don'?t|not|no longer|didn'?t|never) (?:really |even |just )?(?:want(?:ed)? to|wanna|feel like|care to) (?:keep |go on |continue |be )?(?:liv(?:e|ing)(?! (?:in (?!this world|pain|such pain)|here|there|near|at|on|under|with (?!this|the pain|it|myself|so)))|alive|exist(?:ing)?|here|wake up(?=\\s*(?:$|[.!?…,;\\n]|any ?more|again|tomorrow|ever)))",
      "(?:no|any|without|see no|little|what'?s the|what is the|see the|see a) (?:reason|point|sense|purpose|will)(?: left)?(?: for me)? (?:to|in|of|for) (?:keep |go on |carry on |be |being |going on |my |me )*(?:liv(?:e|ing)|alive|life|go(?:ing)? on|exist(?:ing)?)|nothing (?:left )?to live for|(?:tired|sick|done) (?:of|with) (?:living|being alive|life|existing)|life (?:has no|has lost its|lost its) (?:meaning|purpose|point)|(?:life is|life's|living is)(?:n'?t| not) worth(?: living| it)?|not worth living|(?:can'?t|cannot) (?:keep |go on )?(?:live|living) (?:like this|any ?more|with (?:this|myself))",
      'end(?:ing)? (?:it all|my life|my own life|myself)|end it(?=\\s*(?:$|[.!?…,;]|now|tonight|today|soon))|tak(?:e|ing) my (?:own )?life|(?:hang|shoot|drown) myself|(?:hanging|shooting|drowning) myself|jump(?:ing)? (?:off|from|out of|in front of) (?:a|the|my) (?:bridge|roof|building|window|balcony|train|car)',
      "better (?:off )?(?:dead|without me|if i (?:was|were|am) (?:dead|gone|not here))|(?:happier|easier) (?:if i (?:was|were) (?:dead|gone)|without me)|(?:no one|nobody) (?:would|will|'d) (?:miss|notice|care) (?:me|if i (?:die|died|was gone|were gone|disappeared))",
    ].join('|'),
  ),
  selfHarm: phrase(
    [
      '(?:cut|cuts|cutting|burn|burned|burnt|burning|hurt|hurting|harm|harmed|harming|scratch(?:ed|ing)?|starve|starving|punish|punishing|hit|hitting|injure|injured) myself|self-?\\s?harm\\w*',
      "(?:i|i'?ve|i'?m) (?:been |just |keep |started |am |have |was )*(?:cut|cutting) (?:again|for (?:days|weeks|months|years))|(?:been|started|keep|want to|wanna|need to) cut(?:ting)?(?=\\s*(?:$|[.!?…,;]|again))",
      '(?:cut|cutting|slit|slitting|slash|slashing) my (?:wrists?|veins?|thighs?|throat|skin|arms?|legs?)|scratch(?:ed|ing)? my (?:arms?|legs?|skin) (?:until|till|bloody|raw)',
    ].join('|'),
  ),
  violence: phrase(
    [
      `${whoever} ${between}${hurtful} (?:me|us|(?:my|our|the|his|her) (?:kids|children|son|daughter|mother|mom|mum))`,
      `${whoever} (?:never|won'?t|doesn'?t|can'?t|don'?t) stops? (?:hitting|beating|hurting|abusing|threatening|raping|kicking|slapping) (?:me|us)`,
      `${whoever} ${between}beats? (?:me|us) up|(?:got|gets?|being|been|was|were|am|i'm) (?:just |often |always |badly |sexually |physically |emotionally )*(?:beaten(?: up)?|raped|molested|abused|assaulted|strangled|stalked|threatened|attacked)(?! (?:at|in) (?:chess|tennis))`,
      "(?:he|she|they|(?:my )?(?:husband|boyfriend|ex|stepfather|stepdad|father|dad|partner))(?:'s|'ll|'d)? (?:will |wants? to |tried to |tries to |is going to |is gonna |going to |gonna |threaten(?:s|ed)? to |is trying to |said (?:he|she|they)(?:'d|'ll| would| will) |would )?kill me|tr(?:ied|ying) to kill me|forced (?:me (?:to have sex|into sex|to sleep with)|himself on me)",
      '(?:abusive|violent) (?:husband|wife|boyfriend|girlfriend|partner|relationship|home|father|mother|parents?|marriage|ex)|(?:husband|wife|boyfriend|girlfriend|partner|father|mother|parents?|dad|mom|mum|he|she) (?:is|are|gets|was) (?:so |very |really |physically )?(?:abusive|violent)|domestic violence (?:at home|victim)|raped me|rape[ds]? (?:by|me)',
      "(?:scared|afraid|terrified) (?:of (?:him|her|my (?:husband|boyfriend|partner|father|dad|stepfather|stepdad|ex|wife|mother|mom|mum))|for my life|to go home)|(?:won'?t|doesn'?t|not) let me (?:leave|go|out)(?= the house|\\s*(?:$|[.!?…,;]))|locked me (?:in|up|out)|(?:push|throw|drag)(?:s|ed|n)? me (?:down|against|into|onto|by|across)|threw me (?:down|against|into|onto)|(?:he|she|they|someone|somebody) (?:has|have|got) (?:a|the) (?:gun|knife)|(?:someone|somebody|a man|he) (?:is |keeps |'s )?(?:following|stalking) me|(?:he|she|they|someone|somebody)(?:'s| is| are)? (?:going to|gonna|wants? to|will|might|trying to) (?:hurt|attack) me|(?:uncle|father|dad|stepfather|stepdad|brother|teacher|coach|grandfather|he|man) (?:keeps |is |has been )?(?:touch(?:es|ed|ing)) me",
    ].join('|'),
  ),
  plea: phrase(
    [
      "^help[,!. ]+(?:he|she|they|someone|somebody)(?:'s|'re| is| are| has| have) (?:outside|here|coming|inside|at|in|trying|going|back|following|hurting|got|a).*|^(?:(?:please|pls|plz|somebody|someone|anybody|anyone|god|oh god|can)[,! ]*)*(?:help|save)(?: (?:me|us))?(?:[,! ]*(?:please|pls|plz|now|help(?: me)?|somebody|someone|anybody|anyone))*[.!?… ]*$",
      "^(?:please[,! ]*)?(?:i|we) (?:really |urgently |desperately )?need help(?:[,! ]*(?:please|now|right now|urgently|badly))*[.!… ]*$|sos|(?:i'?m|i am|we are|we're|my life is|is) in (?:grave |great |real )?danger|(?:i'?m|i am) not safe|(?:do not|don'?t) feel safe|i'?m dying" +
        end,
    ].join('|'),
  ),
  despair: phrase(
    [
      "(?:can'?t|cannot|can not) (?:keep (?:going|doing this)|do this any ?more|bear (?:it|this|life)(?: any ?more| any longer)?|stand (?:it|this) any ?more|cope(?: any ?more| with (?:it|this|life))?|stop crying|breathe)" +
        end,
      "(?:can'?t|cannot|can not) (?:go on|take (?:it|this))(?=\\s*(?:$|[.!?…,;\\n]|like this|any ?more|any longer|living))",
      "(?:i'?m|i am|feel|feeling|it'?s all|everything is|life is|so) (?:so |completely |just |all )*hopeless(?! (?:at|with|in|case))|in despair|(?:i'?m|i am|so|feel(?:ing)?) desperate(?! (?:for|to))|(?:i'?m|i am|my (?:life|world) is|everything is|everything's) falling apart|panic attacks?|(?:i'?m|i am) panicking|(?:all|so|completely|totally) alone" +
        end,
      `(?:i'?m|i am|i feel|so|really|very) (?:so |really |very )*(?:scared|terrified|afraid)${end}`,
      "(?:no|see no) way out|(?:no one|nobody) (?:needs|wants) me|(?:do not|don'?t|can'?t|no longer) see (?:the|any|a) point(?: any ?more)?(?=\\s*(?:$|[.!?…,;]))|(?:having a|nervous|mental|near a) (?:nervous |mental )?break-?down|given? up on life|want to disappear(?=\\s*(?:$|[.!?…,;]|forever|and never|for good|from))|hate (?:my life|myself|being alive)|i am a burden|i'?m (?:just )?a burden",
    ].join('|'),
  ),
  unsafe: phrase(
    "^(?:no|nope|nah|not|i'?m not|i am not|i (?:don'?t|do not) (?:know|think|feel)|don'?t know|dunno|idk|unsafe|never|nobody|no one|noone|none|unsure|alone|i'?m alone|i am alone|i can'?t|can'?t|cannot|maybe not)(?! (?:worries|problem))",
  ),
  yes: phrase(
    "^(?:yes|yeah|yea|yep|yup|y|sure|ok|okay|of course|i am|i'?m (?:safe|ok|okay|fine|alright|all right|here)|safe|i guess|i think so|maybe|kind of|sort of|for now|right now|fine|all right|alright)",
  ),
}
