import { expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';

test.each(
  lines(`
    {{user.id}}
    {{customer.id|default:"guest"}}
    %%=v(@subscriberKey)=%%
    %%[ SET @id = 1 ]%%
    %env(USER_ID)%
    <c:out value="user.id"/>
    process.env.USER_ID
    window.userId
    req.user.id
    event.target.value
    @Model.UserId
    @(Model.UserId)
    {{lead.Id}}
    {{ user.id }}
    \${userId}
    \${user.id}
    %USER_ID%
    %user_id%
    %%user_id%%
    <user_id>
    <USER ID>
    &lt;user_id&gt;
    __USER_ID__
    __user_id__
    {user_id}
    {userId}
    {0}
    {}
    #{user.id}
    <%= user.id %>
    <?php echo $id ?>
    {% user.id %}
    {!Contact.Id}
    *|EMAIL|*
    [[user_id]]
    [USER_ID]
    $user_id
    $USER_ID
    $(USER_ID)
    %s
    %d
    %@
    %(user_id)s
    :user_id
    ##user_id##
    %7B%7Buser.id%7D%7D
    user-{{id}}
    user_\${id}
    {$user.id}
    ~~~user.code~~~
    [$CUSTOMERID$]
    <#CustomerNumber#>
    {$contact.uuid}
    #[payload.customerId]
    $[user.key]
    \\(user.id)
    <<CustomerNo>>
    [% user.id %]
    [*customer_ref*]
    [+customer+]
    ##CONTACT_KEY##
    @@USER_ID@@
    {user:id}
    %7Bcontact%7D
    &#123;&#123;x&#125;&#125;
    &lt;%= x.y %&gt;
    %{user_key}
    {!$User.Id}
  `),
)('the template %s was not filled in, and says nothing', (template) => {
  for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
    expect({ normaliser, ...read(normaliser, template) }).toMatchObject({ normaliser, values: [] });
  }
});
