/**
 * What a page does more where scripts run: it says that a person is here, when one touches it or presses a key (a scanner that runs scripts
 * does neither), and sends a form once. Without it everything works.
 */
export const script = `(()=>{
let told=false
const tell=e=>{
if(told||!e.isTrusted)return
told=true
fetch(location.pathname,{method:'POST',keepalive:true,headers:{'content-type':'application/x-www-form-urlencoded'},body:'act=opened'}).catch(()=>{told=false})
}
addEventListener('pointerdown',tell,{capture:true})
addEventListener('keydown',tell,{capture:true})
for(const form of document.forms){
let sent=false
form.addEventListener('submit',e=>{
if(sent)e.preventDefault()
sent=true
})
addEventListener('pageshow',()=>{sent=false})
}
})()`;
