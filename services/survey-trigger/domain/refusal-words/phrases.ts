/** As they are written by whoever asks for something: beginnings of verbs and of nouns, in small letters without accents. */
const en = {
  reach: '(?:text|call|phone|ring|messag|e-?mail|mail|contact|write|writing|bother|spam|pester|harass|disturb|survey)',
  send: '(?:send|sending)',
  not: "(?:do not|don'?t|never|not|stop|quit|cease)",
  things: '(?:survey|text|call|message|e-?mail|sms|mail|questionnaire|notification|of th)',
};
/** Whoever tells what others do, or fail to do, does not ask for it. */
const notOfOthers = '(?<!\\b(?:you|they|we|he|she|it|who|that|people|agents|i|couriers|to|would|did|could|not) )';
/** After `send me`: messages, more of them, or nothing more to say. */
const sent =
  '(?= *(?:$|[.!,;)]|(?:these|this|any|more|your|such|so many|anything|again(?! to)|ever|things|surveys?|texts?|messages?|e-?mails?|sms|mails?|spam)\\b))';
const es = {
  reached: '(?:(?:llam|molest|contact|encuest|pregunt)(?:e|en|es|eis)|escrib(?:a|an|as|ais))',
  sent: '(?:mand|envi)(?:e|en|es|eis)',
  stem: '(?:llam|escrib|mand|envi|molest|contact|pregunt|encuest)',
  things: '(?:mensaj|encuest|correo|e-?mail|mail|sms|whatsapp|llamad|notificacion|publicidad|comunicacion|informacion)',
};
const esSent = `(?= *(?:$|[.!,;)]|(?:mas |estos |estas |este |esta |tantos |tantas |sus |ni |otra |ningun |ninguna )*(?:${es.things}|nada\\b|esto\\b)|mas(?: *$|[.!,;]| por)|de nuevo|nunca))`;
/** Somebody minds that nobody calls: it is no request, unless she wants it so. */
const esWished =
  '(?<!(?<!quiero|pido|ruego|exijo|solicito|deseo|espero|favor|prefiero|^) que )(?<!\\b(?:si|nadie|cuando) )';
const pt = {
  asked: '(?:(?:ligu|mand|envi|contact|contat|incomod|perturb)(?:e|em|es)|escrev(?:a|am|as))',
  things: '(?:mensag|pesquis|e-?mail|sms|ligac|chamada|inquerito|contato|contacto|nada)',
};
const fr = '(?:message|enquete|e-?mail|mail|sms|appel|sondage|courriel|sollicitation|questionnaire)';
const de = '(?:anruf|nachricht|e-?mail|mail|sms|umfrage|werbung|befragung)';
/** What a service is called that somebody ends: it is the service, and not the messages. */
const esService =
  '(?:la |el |mi |mis |del |de la |de mi |de mis |de su |de )*(?:linea|contrato|tarifa|fibra|servicio|seguro|poliza|tarjeta|cuenta|internet|movil|telefono|plan|abono|socio|gimnasio|producto|luz|gas|suministro)';

/**
 * Requests not to be contacted any more, by what they have in common in a language; of texts in small letters without accents. What limitations
 * a request to hours, a place or a thing is no refusal: see `limitations`.
 */
export const phrases: readonly RegExp[] = [
  // English
  `(?<!(?:not|never|n't|nt) )\\b(?:stop|quit|cease) ${en.reach}\\w*(?: to)?(?= *(?:$|[.!,;]|me\\b|us\\b|this|these|my|about|again|any))`,
  `(?<!(?:not|never|n't|nt) )\\b(?:stop|quit|cease) send\\w*(?: me| us)?${sent}`,
  `${notOfOthers}\\b(?:do not|don'?t|never|please not|(?<=(?:could|would|can) you(?: please| kindly)? )not) (?:ever |please )?${en.reach}\\w*(?: to)?(?: me\\b| us\\b| this| my| again| any ?more)(?! (?:madam|sir|mr|mrs|by my))`,
  `${notOfOthers}\\b(?:do not|don'?t|never) (?:ever )?send (?:me|us)${sent}`,
  '\\b(?:take|get) (?:me|us|my \\w+) (?:off|out of)\\b|\\b(?:lose|forget) my number\\b',
  '\\b(?:remove|delete|erase) (?:me\\b|us\\b|my (?:phone )?(?:number|phone|e-?mail|address|details|data|contact))',
  '\\b(?:be|get) removed from (?:your|this|the) (?:\\w+ )?(?:list|database)',
  '\\bunsub?s?cribe (?:me|us)\\b|\\b(?:enough|again|time|interested),? unsubscribe\\b',
  '\\b(?:how (?:do i|can i|to)|(?:want|like|wish|need) to|please|let me) (?:unsubscribe|opt out)(?! (?:from|of) (?:the|my|breakfast)\\b(?! (?:list|survey|message|mail)))',
  '\\bopt me out\\b',
  `\\b(?:no longer|do not|don'?t) (?:wish|want) to (?:receive|get) (?:any |more |these |this |your |such |further |of )*(?:${en.things}|$)`,
  "\\b(?:no longer|do not|don'?t) (?:wish|want) to be (?:contacted|called(?! \\w+ *$| (?!again|any|about|on|by|at))|texted|surveyed|e-?mailed|messaged|asked)",
  `\\b(?:no longer|do not|don'?t) (?:wish|want) (?:any |more |these |this |your |such |further )+${en.things}`,
  `\\bno more (?:\\w+ )?${en.things}`,
  '\\bleave (?:me|us) alone\\b(?! with)',
  '\\bi object to .{0,60}(?:contact|call|survey|process|use of my|data)|\\bwithdraw my consent',
  // Spanish
  `(?<!\\b(?:no|nunca) )\\b(?:dej|par|ces)(?:en|e|a|ad|as) (?:ya )?de ${es.stem}`,
  `${esWished}\\bno (?:me|nos) (?:vuelv\\w+ a |volva\\w+ a )?(?:${es.reached}|(?:llam|escrib|molest|contact)[aei]r(?:me)?)\\b`,
  `${esWished}\\bno (?:me|nos) (?:vuelv\\w+ a |volva\\w+ a )?(?:${es.sent}|(?:mand|envi)ar)\\b${esSent}`,
  `${esWished}\\bno ${es.reached} (?:mas|nunca|de nuevo|otra vez|a (?:este|mi))`,
  '\\bno (?:llamar|escribir|contactar|molestar|enviar|mandar)(?:me|nos) (?:mas|nunca|nada)',
  `\\bno (?:vuelvan?|volvais|vuelvas) a ${es.stem}`,
  `\\bno (?:quiero|deseo|queremos|autorizo|consiento)(?: a)? (?:mas |recibir (?:mas |sus |estos |estas |ningun |ninguna )*)(?:${es.things}|nada)`,
  `\\bno (?:quiero|deseo|queremos|autorizo|consiento)(?: a)? que (?:me|nos) (?:${es.reached}|${es.sent})\\b`,
  `\\b(?:dar|dad|den|dame|denme|deme|dadme|darme|darnos|darse)(?:me|nos)? de baja(?! ${esService})`,
  `\\b(?:solicito|pido|quiero|deseo|exijo) (?:la|mi) baja(?! ${esService})`,
  '\\b(?:borr|quit|sac|elimin|tach)(?:en|e|ad|a|uen|ue)(?:me)? (?:de (?:la|su|esta|vuestra) (?:lista|base)|mi (?:numero|correo|telefono|e-?mail|mail|movil|direccion|datos)|mis datos|de )',
  '\\bme (?:borr|quit|sac|elimin|tach)(?:en|e|ad|a|uen|ue) de (?:la|su|esta|vuestra|esa) (?:lista|base)',
  `\\b(?:nunca mas|mas) (?:me|nos) (?:${es.reached}|${es.sent})\\b|\\bdejar de recibir (?:sus |estos |estas |tantos |tantas )*${es.things}|\\bno quiero saber nada mas de (?:ustedes|vosotros|vuestra)`,
  `\\bno mas ${es.things}|\\bbasta (?:ya )?de (?:${es.things}|llamar|escribir|molestar)`,
  '\\bno molest(?:ar|en|e|eis|es)(?: mas| *$|[.!,])',
  '\\b(?:dej\\w*me|me dej\\w+) en paz(?! y )|\\bdejar?me en paz',
  '\\bme opongo (?:al tratamiento|a que|a recibir|al uso)|\\b(?:retiro|revoco) (?:el|mi) consentimiento',
  '\\b(?:cancel|anul)(?:ar|en|e|o) (?:la |mi |esta )?suscripcion(?! (?:al|a la|de la|del|de mi) (?:gimnasio|revista|plan|canal|app))',
  // Portuguese
  '(?<!\\bnao )\\b(?:parem|pare|para|parar|deixem|deixe) de (?:me |nos )?(?:lig|mand|envi|escrev|contact|contat|incomod|perturb)',
  `\\bnao (?:me|nos) (?:${pt.asked}\\b|voltem a)(?! (?:a|o|as|os) )`,
  `\\bnao (?:quero|desejo) (?:mais )?(?:receber (?:mais )?)?${pt.things}`,
  '\\bnao (?:quero|desejo) (?:mais )?que me ',
  '\\bcancelar (?:a |minha |a minha )?(?:inscricao|subscricao)',
  '\\b(?:remov|tir|retir)\\w*[- ]me (?:d[ao]s?|dessa|desta)\\b|\\bme (?:tira|tire|tirem|remova|removam|retirem) (?:d[ao]|dessa|desta|de)\\b',
  '\\b(?:retir|remov|apag|elimin)\\w{1,3} (?:o )?meu (?:numero|contacto|contato|telefone|e-?mail)|\\bos meus dados\\b(?= *$)',
  '(?<!\\bnao )\\b(?:parem|pare)(?: ja)? com (?:isso|isto|as mensagens|os sms)',
  `\\bchega de ${pt.things}|\\bdeix\\w*[- ]me em paz|\\bme deix\\w+ em paz`,
  // French
  "(?<!\\bn')\\b(?:arretez|arrete|cessez|cesse) (?:de |d')(?:me |m'|nous )?(?:appel|ecri|contact|envoy|harcel|derang|telephon|sollicit)",
  `\\b(?:arretez|arrete|cessez) (?:avec )?(?:les |ces |vos )${fr}`,
  `\\bstop (?:a|aux) (?:vos |ces |tous ces )?${fr}`,
  "\\bne (?:me |m'|nous )(?:appel|ecri|contact|envoy|derang|rappel|sollicit|telephon)\\w+ (?:plus|pas)",
  "\\bne plus (?:me |m'|nous |etre (?:contact|appel|sollicit|derang)|recevoir)",
  `\\bje ne (?:veux|souhaite|desire) (?:plus|pas) (?:etre (?:contact|appel|sollicit|derang|interrog)|que vous|recevoir (?:de |d'|vos |ces |aucun )*${fr}|(?:de |d'|vos |ces )${fr})`,
  '\\bme (?:desabonner|desinscrire)|\\b(?:desabonnez|desinscrivez)-moi',
  '\\b(?:retirez|enlevez|supprimez|rayez)-moi\\b|\\blaissez-moi tranquille',
  `\\bplus (?:de |d')${fr}s? (?:svp|s'il)`,
  // German
  '\\b(?:ruf|ruft|rufen)(?: sie)?(?: mich| uns)?(?: bitte)?(?: hier)?(?: bitte)? (?:nicht|nie)(?: mehr| wieder)? an\\b',
  `\\bkeine (?:weiteren )?${de}\\w*(?: mehr\\b| bitte\\b| schicken\\b| senden\\b)`,
  `\\b(?:schick|schicken|schickt|senden|sendet)(?: sie)? (?:mir|uns) (?:bitte )?keine (?:weiteren )?${de}`,
  '\\b(?:hor|hort|horen)(?: sie)?(?: bitte)? auf,? (?:mir|mich|uns) (?:\\w+ )*(?:zu |anzu)',
  '\\b(?:schreib|schreibt|schreiben|kontaktier|kontaktieren|belastigen)(?: sie)?(?: mir| mich| uns)(?: bitte)? (?:nicht|nie)\\b',
  '\\b(?:nicht|nie) (?:mehr|wieder) (?:anrufen|schreiben|kontaktieren|belastig|(?:kontaktiert|angerufen|angeschrieben) werden)',
  '\\b(?:streichen|loschen|entfernen|nehmen)(?: sie)? (?:mich|meine (?:nummer|daten|adresse|e-?mail))\\b',
  '\\b(?:mochte|will|wurde) (?:mich|gern|gerne|mich gern) (?:abmelden|abbestellen|austragen)|\\bmelden sie mich ab',
  '\\blass(?:en|t)?(?: sie)? mich in ruhe',
  '\\bich widerspreche (?:der|einer|jeder|ihrer) |\\bwiderrufe (?:ich )?meine einwilligung',
  // Italian, Dutch, Catalan, Basque, Galician, Russian, Polish, Romanian, Arabic
  '\\bnon (?:mi |ci )?(?:chiam|scriv|contatt|mand|disturb)(?:ate|ete|are|ere)\\w* (?:piu|mai)|\\bnon (?:chiama|scrive|contatta|manda|disturba)(?:te)?mi piu',
  '\\bsmette(?:te|tela) di (?:scriver|chiamar|contattar|mandar|disturbar)|\\b(?:cancella|rimuove|toglie|disiscrive)(?:te)?mi\\b',
  '\\bnon (?:voglio|desidero) piu (?:ricever|essere (?:contatt|chiamat|disturbat)|messagg)',
  '\\b(?:bel|mail|sms|app|schrijf|contacteer)t? (?:me|mij|ons) niet meer|\\bgeen (?:berichten|sms|mails|telefoontjes|enquetes) meer|\\bschrijf mij uit',
  "\\bno (?:em|m'|ens) (?:truqueu|truquin|escriviu|envieu|contacteu|molesteu)|(?<!no )\\bdeixeu d(?:e |')(?:escriure|trucar|enviar|molestar)|\\bdoneu-me de baixa|\\bno vull (?:rebre )?(?:mes )(?:missatg|enquest|correu|sms|trucad)",
  '\\bez (?:deitu|idatzi|bidali) gehiago|\\bnon (?:me|nos) (?:chamedes|chamen|escribades|mandedes|enviedes)',
  '(?<!\\p{L})не (?:звоните|пишите|присылаите|беспокоите)',
  '\\b(?:wypisz|usun)(?:cie)? mnie|\\bnie dzwoncie|\\bprosze nie dzwonic|\\bnu (?:ma |ne )?(?:mai )?(?:sunati|contactati|scrieti)',
  'لا (?:تتصل|ترسل|تراسل)',
].map((source) => new RegExp(source, 'u'));

/** What follows a request and limitations it to an hour, a place, a day, or to something that is no message. */
export const limitations: readonly RegExp[] = [
  '^\\W*(?:before|after|until|at (?:work|night|home|this time|that time)|in the (?:morning|evening|afternoon)|on (?:mon|tues|wednes|thurs|fri|satur|sun)|during|while|while|later than|between)',
  '^\\W*(?:a|an|the|my|your)? ?(?:new |paper |printed )+(?:invoice|bill|card|catalog)',
  '^\\W*(?:mas )?(?:antes|despues) de|^\\W*(?:mas )?tarde|^\\W*por la (?:manana|tarde|noche)|^\\W*(?:los|el) (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|^\\W*hasta|^\\W*mientras|^\\W*a (?:esta|esa|estas|esas) hora|^\\W*al trabajo|^\\W*a partir',
  '^\\W*(?:la|las|el|los|un|una) (?:factura|tarjeta|recibo|paquete|producto|catalogo|contrato)',
  '^\\W*antes d|^\\W*depois d|^\\W*a noite|^\\W*de manha|^\\W*aos? (?:domingo|sabado)',
  '^\\W*(?:avant|apres|le (?:matin|soir|dimanche|lundi)|pendant|au travail)',
].map((source) => new RegExp(source, 'u'));
