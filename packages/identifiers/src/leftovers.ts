import { casualBuyerWithoutSpaces } from './casual-buyer.ts';

/** The name of a type, in place of a value of it: `kotlin.Unit`, `System.DBNull`, `Optional<String>`, `Option::None`. */
const typeNames = [
  /^(?:java|javax|kotlin|kotlinx|scala|groovy|clojure)(?:\.\w+)*\.[A-Z][\w$]*(?:[<[(].*|@[0-9a-f]+(?:[^\w.-].*)?)?$/,
  /^(?:android|androidx|Microsoft|Newtonsoft|Foundation|org\.json|com\.google)(?:\.\w+)+\.[A-Z][\w$]*(?:[`<[(].*|@[0-9a-f]+(?:[^\w.-].*)?)?$/,
  /^System\.(?:(?:String|Int\d\d|Byte|DBNull|Nullable|DateTime|Decimal|Char|Boolean|Void|Type|Func|Lazy|Tuple|ValueTuple)\b|(?:Linq|Threading|Data|Web|Reflection|Runtime|Text|Net|Xml)\.).*$/,
  /^(?:List|Array|Set|Map|Vector|Seq|Dict|Stream|Iterator|Option|Optional|Result|Nullable|Maybe|Either|Ref)<.*>$/,
  /^(?:(?:[a-z]\w*\.)+[A-Z]\w*|Option|Optional|Maybe|Result)(?:::|[.$])(?:None|Nothing|Null|NULL|Empty|EMPTY|Absent)\$?(?:@[0-9a-f]+)?$/,
  /^[A-Z]\w*(?:::[A-Z]\w*)*::[A-Z][a-z]+[A-Z]\w*$|^(?:App|Illuminate|Symfony|Doctrine|Carbon|GuzzleHttp)(?:\\+\w+)+$/,
  /^(?:ActiveRecord|ActiveSupport|ActionController|ActionDispatch|BSON|Rack|Concurrent)::[A-Z]\w*(?:::[A-Z]\w*)*$/,
  /^(?:std::nullopt(?:_t)?|__NS\w+|NS(?:Mutable|Concrete)*(?:Null|Object|String|Number|Data|Array|Dictionary|Error))$/,
];

/** A field of a record that is printed, with nothing in it: `id=null`, `"id": null`. */
const missingField = `["']?\\w+["']?\\s?(?:=>?|:|->)\\s?(?:null|nil|none|undefined|nan|""|'')?`;

/** What languages print for what is no text. */
export const leftovers = [
  /^(?:\[object [\w ]+\][,;]?\s*)+$/i,
  /^(?:async )?function\b.*[({]/i,
  /=>/,
  /^class \w* ?\{/,
  /^\[(?:Async)?(?:Generator)?Function\b.*\]$|^\[(?:class|Getter|Setter|Circular)\b.*\]$|^ƒ ?\(/,
  ...typeNames,
  // A collection with nothing in it, and a record whose every field is missing: `List()`, `dict_keys([])`, `User(id=null, name=null)`.
  /^(?:[A-Za-z_]\w*\s?)?(?:\(\d*\)\s?)?[([{]{1,3}[)\]}]{1,3}$/,
  new RegExp(`^[#%]?\\w*\\s?[({[<]\\s?${missingField}(?:,\\s?${missingField})*\\s?[)}\\]>]$`, 'i'),
  /^#<.*>$|^<(?:QuerySet|MagicMock|AsyncMock|Mock|Column|Future|Task|Response|Request|Record|Proxy|NS[A-Z]\w*)\b.*>$/,
  /^(?:HASH|ARRAY|SCALAR|CODE|REF|GLOB)\(0x[0-9a-f]+\)$|^(?:table|userdata|function|thread): 0x[0-9a-f]+$/i,
  /^Resource id #\d+$|^(?:stdClass|Closure|DateTime) Object\b|^object\(\w+\)#\d+/,
  /^(?:Decimal|float|pd|np|numpy)[.('"]+(?:nan|na|nat|none)['")]*$/i,
  /^[bu](?:'(?:null|None|nan|undefined)?'|"(?:null|None|nan|undefined)?")$/,
  // What tools of databases show: `[BLOB - 12 B]`, `(No column name)`, `NULL::text`.
  /^\[BLOB\b.*\]$|^\((?:BLOB|binary|no column name)\)$|^['(]?null[')]?::[\w ]+$/i,
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
  /^#(?:N\/?[ABDV]|N\/DISP|I\/T|NV|ND|Н\/Д|Δ\/Υ|YOK|SAKNAS|PUUTTUU|HIÁNYZIK|NENÍ_K_DISPOZICI|ERROR|GETTING_DATA)$/iu,
  casualBuyerWithoutSpaces,
  // Thai has no word that begins with what says that there is not.
  /^(?:(?:ผู้ใช้|ผู้ซื้อ|ลูกค้า|สมาชิก|บุคคล|หมายเลข|เบอร์|ชื่อ|อีเมล|ข้อมูล|ที่อยู่)(?:ที่)?)?(?:ยัง)?ไม่(?:มี|ระบุ|ทราบ|ได้|พบ|เข้าสู่ระบบ|ล็อกอิน|ลงทะเบียน|ใช่|แสดง|ประสงค์)/u,
  /^-?1?\.?#(?:QNAN|SNAN|IND|INF)0*$/i,
  /^[+-]?(?:nan|inf|infinity)(?:\([a-z]*\))?$/i,
  /^\\+[N0]$/,
  /^\\*u0000$/i,
];
