/** What languages print for what is no text. */
export const leftovers = [
  /^(?:\[object [\w ]+\][,;]?\s*)+$/i,
  /^(?:async )?function\b.*[({]/i,
  /=>/,
  /^class \w* ?\{/,
  /^Symbol\(/,
  /^(?:Promise|Future|Task|Mono|CompletableFuture|Observable)\b ?[{[<(]/i,
  /^Instance of '/,
  /^(?:Optional|Some|Just|Maybe|Ok|Err)\s?[([]["' ]*[)\]]$/,
  /^(?:Some|Optional|Just) ?\(?(?:Nothing|None|nil|null)\)?$/i,
  /^(?:Just )?Nothing$/,
  /^#?<.*\b(?:at |object at )?0x[0-9a-f]+>?$/i,
  /^<(?:class|function|bound method|coroutine|generator|built-in|module|lambda)\b.*>$/,
  /^x'?0+'?$|^\\+x0+$/i,
  // What a program says that has failed, in place of what it was to say.
  /^(?:[\w.]*(?:Error|Exception|Warning|Notice)|Err)\b ?:/,
  /^Cannot read propert|is not (?:an object|defined|a function)$|^Traceback \(|could not be converted/i,
  /^Undefined (?:variable|index|property|array key|offset)\b/i,
  /^Array ?\(/i,
  // In languages without spaces: what there is none of, and that there is none.
  /^(?:ユーザー?|顧客|会員|お客様|氏名|名前|電話|メール|番号|用户|客户|会员|姓名|名字|电话|手机|邮箱|号码|사용자|고객|회원|이름|성명|전화|이메일|번호)(?:番号|アドレス|号码|地址|번호|名|ID)?(?:は|が|이|가)?\s?(?:不明|なし|無し|未設定|未登録|未入力|未知|未填写|为空|无|没有|없음|미상|미등록|모름)$/u,
  /^%!\w?\(.*\)$/,
  /^(?:[a-z]\w*\.)+[A-Z]\w*@[0-9a-f]{4,}$/,
  /^\[(?:[BCDFIJSZ]|L[\w.]+;)@[0-9a-f]{4,}$/,
  /^System\.(?:Object|String\[\]|Byte\[\]|Guid|Collections\b.*)$/i,
  // Errors of spreadsheets, in any language: #REF!, #¡VALOR!, #NAME?
  /^#[¡¿]?[\p{L}/0-9_ ]+[!?]$/u,
  /^#(?:N\/?[ADV]|NV|ND|Н\/Д|GETTING_DATA)$/iu,
  /^-?1?\.?#(?:QNAN|SNAN|IND|INF)0*$/i,
  /^[+-]?(?:nan|inf|infinity)(?:\([a-z]*\))?$/i,
  /^\\+[N0]$/,
  /^\\*u0000$/i,
];
