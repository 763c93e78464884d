-- The demo: two workspaces with three weeks of history, all times counted from the moment it is loaded.
--
-- For trying Frontroom out, never for a real installation: every account has the password `frontroom-demo`.
-- Loaded by `npm start` into its embedded Supabase and by `supabase db reset` into a local one, after the
-- migrations and as role postgres. Ids are fixed and readable (tests/support/cast.ts has the same ones): the
-- first digit is the kind (1 workspace, 2 account, 3 member, 4 team, 5 customer, 6 category, 7 ticket, 8 room, 9 field).
--
-- The tickets are played, not filled in: each line below is done by its person at its time through the tables'
-- own triggers, so that numbers, due dates, statuses and timelines are what life would have made of them.

do $$
begin
  if exists (select from public.workspaces where slug in ('acme', 'globex')) then
    raise exception 'The demo is in this database already. Start afresh with `npm run reset` or `supabase db reset`.';
  end if;
end;
$$;

create function pg_temp.id(kind integer, number integer) returns uuid language sql immutable as $$
  select (kind || '0000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid;
$$;

-- Accounts -----------------------------------------------------------------------------------------------

create temporary table people (key text primary key, account integer not null, email text, name text not null, locale text not null default 'en');

-- The desk. Vera has an account and no workspace yet.
insert into people (key, account, email, name) values
  ('olivia', 1, 'olivia@acme.test', 'Olivia Owens'),
  ('adam', 2, 'adam@acme.test', 'Adam Okafor'),
  ('sana', 3, 'sana@acme.test', 'Sana Iqbal'),
  ('ben', 4, 'ben@acme.test', 'Ben Fischer'),
  ('gina', 5, 'gina@globex.test', 'Gina Rossi'),
  ('greg', 6, 'greg@globex.test', 'Greg Larsen'),
  ('mia', 7, 'mia@both.test', 'Mia Tanaka'),
  ('rita', 8, 'rita@acme.test', 'Rita Novak'),
  ('vera', 9, 'vera@nowhere.test', 'Vera Lind');

-- Customers have no account, only the anonymous identity of their browser. The stranger never wrote.
create temporary table demo_customers (key text primary key, workspace integer not null, customer integer not null, account integer not null, email text, name text not null, locale text not null default 'en');
insert into demo_customers (key, workspace, customer, account, email, name, locale) values
  ('carl', 1, 11, 11, 'carl@example.com', 'Carl Jensen', 'en'),
  ('dora', 1, 12, 12, 'dora@example.com', 'Dora Weiss', 'en'),
  ('gus', 2, 21, 13, 'gus@example.com', 'Gus Moreau', 'en'),
  ('amara', 1, 101, 101, 'amara@brightwell.example', 'Amara Nwosu', 'en'),
  ('jonas', 1, 102, 102, 'jonas.becker@becker-druck.example', 'Jonas Becker', 'de'),
  ('layla', 1, 103, 103, 'layla@manara.example', 'ليلى حداد', 'en'),
  ('priya', 1, 104, 104, 'priya@tallgrass.example', 'Priya Raman', 'en'),
  ('tom', 1, 105, 105, 'tom.okeefe@example.com', 'Tom O''Keefe', 'en'),
  ('ines', 1, 106, 106, 'ines@atelier-lumen.example', 'Inês Carvalho', 'en'),
  ('hugo', 1, 107, 107, 'hugo.lindqvist@example.com', 'Hugo Lindqvist', 'en'),
  ('mei', 1, 108, 108, 'mei.chen@harborlegal.example', 'Mei Chen', 'en'),
  ('peter', 1, 109, 109, 'p.vandijk@example.com', 'Peter van Dijk', 'en'),
  ('ruth', 1, 110, 110, 'ruth@cedarschool.example', 'Ruth Abrams', 'en'),
  ('sam', 1, 111, 111, 'sam@example.com', 'Sam', 'en'),
  ('yuki', 1, 112, 112, 'yuki@papercrane.example', 'Yuki Mori', 'en'),
  ('elena', 1, 113, 113, 'elena@northpier.example', 'Elena Petrova', 'en'),
  ('marc', 1, 114, 114, 'marc@example.com', 'Marc Dubois', 'en'),
  ('zoe', 1, 115, 115, 'zoe@littleoaks.example', 'Zoë Martin', 'en'),
  ('nadia', 2, 201, 201, 'nadia@example.com', 'Nadia Haddad', 'en'),
  ('oscar', 2, 202, 202, 'oscar@example.com', 'Oscar Silva', 'en'),
  ('freya', 2, 203, 203, 'freya@example.com', 'Freya Dahl', 'en'),
  ('ken', 2, 204, 204, 'ken@example.com', 'Ken Adeyemi', 'en'),
  ('lotte', 2, 205, 205, 'lotte@example.com', 'Lotte Brandt', 'de');

insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, is_anonymous, created_at, updated_at,
  -- The Auth server expects texts here, not nulls.
  confirmation_token, recovery_token, email_change, email_change_token_new, email_change_token_current, phone_change,
  phone_change_token, reauthentication_token)
select pg_temp.id(2, account), 'authenticated', 'authenticated', email, case when email is not null then secret.hash end,
  case when email is not null then now() - interval '60 days' end,
  case when email is null then '{}' else '{"provider": "email", "providers": ["email"]}' end::jsonb,
  case when email is null then '{}' else jsonb_build_object('display_name', name) end,
  email is null, now() - interval '60 days', now() - interval '60 days', '', '', '', '', '', '', '', ''
from (
  select account, email, name from people
  union all select account, null, name from demo_customers
  union all select 14, null, ''
) as everyone
cross join (select extensions.crypt('frontroom-demo', extensions.gen_salt('bf', 10)) as hash) as secret;

-- Supabase's own Auth server looks its users up by this column; not every other one has it.
do $$
begin
  if exists (select from information_schema.columns where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id') then
    execute $update$ update auth.users set instance_id = '00000000-0000-0000-0000-000000000000' where id::text like '20000000-0000-4000-8000-%' $update$;
  end if;
end;
$$;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select gen_random_uuid(), 'email', pg_temp.id(2, account)::text, pg_temp.id(2, account),
  jsonb_build_object('sub', pg_temp.id(2, account), 'email', email, 'email_verified', true, 'phone_verified', false, 'name', name),
  now() - interval '60 days', now() - interval '60 days', now() - interval '60 days'
from people;

-- Workspaces, members, teams, categories, customers ------------------------------------------------------------

insert into public.workspaces (workspace_id, slug, name, brand_color, welcome_text, default_locale, created_at) values
  (pg_temp.id(1, 1), 'acme', 'Acme', '#0f766e',
   'Printers, scanners and Acme Cloud Print: tell us what is the matter, and somebody who knows the machine will answer you here.', 'en', now() - interval '60 days'),
  (pg_temp.id(1, 2), 'globex', 'Globex', '#7c3aed',
   'Questions about an order or a plant that is not doing well? Write to us. A photo helps, a watering diary helps even more.', 'en', now() - interval '45 days');

create temporary table demo_members (key text not null, workspace integer not null, member integer not null, role public.member_role not null, team integer, is_lead boolean not null default false);
insert into demo_members (key, workspace, member, role, team, is_lead) values
  ('olivia', 1, 11, 'owner', 11, true),
  ('adam', 1, 12, 'admin', 12, true),
  ('sana', 1, 13, 'agent', 11, false),
  ('ben', 1, 14, 'agent', 12, false),
  ('mia', 1, 17, 'agent', 11, false),
  ('rita', 1, 18, 'agent', null, false),
  ('gina', 2, 25, 'agent', 21, false),
  ('greg', 2, 26, 'owner', 21, true),
  ('mia', 2, 27, 'agent', 21, false);

insert into public.workspace_members (workspace_id, member_id, user_id, role, display_name, created_at)
select pg_temp.id(1, workspace), pg_temp.id(3, member), pg_temp.id(2, people.account), role, people.name, now() - interval '40 days'
from demo_members join people using (key);

-- Logos and faces, small PNGs in base64. Whoever has none here shows how initials stand in.
update public.workspaces as workspace set (logo_id, logo_width, logo_height) = (added.picture_id, added.width, added.height)
from private.add_picture(pg_temp.id(1, 1), 'logo',
  'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAAAPFBMVEX///8Pdm4dg3pPmpRXqqGw0s/U5uUyjob+/v6Swb1wraiHurclg3uWysTE3ds8oJVlxrh52MmM6tmZ9uTWILKiAAAAAXRSTl'
  'MAQObYZgAABJJJREFUeNrtW9uSqyAQVLyxuXj9/3892SQahR6YGdE8nO2qrcpiYJoGesBolv3hDyHkSbA3uHn/ff77fN6UG1T+LpZHNzkF+koerLNHeU1M/VikCaan4Iy5Tu4dDBiNGeIij7VKfu28'
  'EzM4QnT/i9r4O+aFUzU4/U7BF9afI8a34i8Sa+PHxsgQ//n1GPEPnRAmFwpglNdo+PFPWwKYwcnRPQKKBnYrhghwGo1+h8vsyyOwZXByZJOYAENz+JUIARNtAFww0Qp8AjwUJbPriBHKw9I5XtWNnn'
  '0KAaz9OYAAIQMorqzdIUFkK2SCbJ642Aeu6RXg9v9W/xKwhaqymABo8CmAtdV+BXSJpXkJ4ElAHVxSKvDE9R3fVsrMGCLAaHIRwNoy/m3U8E4Ffpb4ttItRc1u4IPCrnCRdf1dsG8Z3tcE6lsKBfQC'
  'KN1o1zJstwSQIR+6DEvrYJ2TxLtCUCPShmldAjXDkBMqcLEe7nsI8PPvC7faJ2C7/QqggDApX0F8ypADWV09BA0SgJWWExGAAljbnkWgwwKwDPmJeTgIAtFVXBHxbSvMSaxJ6KOwJLAhx29ZxsViCe'
  'Absgk3ppsDAQGkOYlFwLsj3YYIyA4Jqmx4sUGIDFkyBDPFpg4TELkRRSB0JIoIIDskOEPAGYeoAGEJqLvmfM4/0fhLTmL0R06AIQA4JOwxIgd3L1rtr0q+IYsJAA+6gjJuTuIczbbq+Sb8OA+AQq4E'
  'UgVKIACWRU8gOHVb3Ne7WgKhAkCA52g3frlvyOE7lbxc4C/B9x4MmAPPkGUKgI3ge8UDdwA5CXRSpAA4Ciz78LtEglUskQK0AFACVk4KEPAk6YIxADuOG0kUCKvckBM0FQHgNhuRLyoJBASA2Wym2Q'
  '2YVEoCQIDXQjONISWIGzKfADZh0/T9MAx9Z+BmOW7IQQLrdYAFaPpxemFooAQ/dIuQAO1GqHemGaYFYwlzdRFpl+uEYJVf83X8B4MO5aqYG3HnQA0EyPtpg9GgM2MhI0DoAAXoxi2BqcwLVk6SDwFo'
  '97ERK5340wAlKJkEABZO2Od7l8B4Q4ulpdvlzgEgQHvLb+4ITFMDE8aFiB0ksPliBRs1kEADp6tyCGYBCFkXAvOHEe9PgzmJQ4CaWN4c+HVDqQQMAqS7dC6Bnpqx110EwP2Yt7kMQAAsweoecuR47r'
  'vBhRLgIcGWQUfXoN0oakToND5HMmsvHMvALRz6l4ToEIS789FgKE2oThUngBVAAqzndNMNwziNQ78uBJszx5ANIIABprSzx2h+sX2OGklA7ZAjBKS+NgN7Z/hohmBcW6uZB3/uziT6y2lXvFDOH4qC'
  'd+4vPpir4h9WCQKC+7Y7H2jLoutQyEPKR0kg2ZOPmUfg5IcqsyzZGMjhvvHArnSQAF95oDHTM0gjBZeA4VyS/vrtxd8yOGE1mCABfavRK4HH2891gQzgzPjfJWCoVyy+2396Y6LrI67Le83mgNesNs'
  'VZFmNwLLIsyiD8fLR2+8GKrxJBxCQaP8gg7UsNX5gJzPhHUeCHT7MiF6jeek0rgyb6H/4b/AOsjoNDuAa6UAAAAABJRU5ErkJggg==') as added
where workspace.workspace_id = pg_temp.id(1, 1);
update public.workspaces as workspace set (logo_id, logo_width, logo_height) = (added.picture_id, added.width, added.height)
from private.add_picture(pg_temp.id(1, 2), 'logo',
  'iVBORw0KGgoAAAANSUhEUgAAAZUAAABgCAMAAADirR8XAAAAJFBMVEX///8bQrMcTdcXJVQ6Zd0sWtpri+W1xfJKcd+Sqez8/f7Q2vfA7B7xAAAAAXRSTlMAQObYZgAACBZJREFUeNrtnYuaoyAMRi'
  'uK1/d/3/WuQP4QUGp3JN9uZ0YuhRxCgFL4fORSqFWKMiBVllRSqEoprad/4//5ZWTzdKleLZuFqKqua63Gl2p/lMk8IqqazGISXTdNO/0y/qzXZ0pX6ukSvk52RzJK2/VDu/469F11Cnq6mK+SkYk+'
  'eq+u7+vt77rvmzOW3JF9S5QhVTOCOP5sTCzZ9X9JlNYGlKHv21N3NhxYtnhPl/jvi2koSnfDMDTVwUmPxjJ0Z1vJXJKL0iaVCcpQn5+0fT/5GZOdypPLdFIoS6oJylCZj0YqjQVP6exdUslhKPtEZY'
  'LSmQg6wlimFE+X/o+KcmSGMrTmw7kLsx9m55JIXDXPrt7qwNYurO9UxvIFsf38biqO/ucuzGY14cpY7hai6SMqdT97FoeiTm4t5fZy25Dv1sxuF+U2/bWrcj3I7FgoY0nciZWG3JzftxQdIorov1ab'
  'cLU/rcFQw7DUWJJS+UEsBaVfvSifcOuzY3HnLKl9y9tshWz1SwdGmQRtRMkXX15mK5Ryxxlkz1Mh/P03sKiXUCH7L6UXU3GdvZ7XjVEXlhDLq3owGsrWgTXU4KxhRmE62Qcur+rBdm2aTb8ezs6eWA'
  'pDo7BkDv9NtuI09VUWeyBXVjYqjaIlkbG8mIrlVmh7WN39ANJ+xVhuzu63sACvsnl0nkoFEqcxlhfZCmruNRqCnZANJLJpn2WSor7H2xeaXGzZ3QqgYjsdO4skxvIeW1FgzrFRoeckmgo1YqYo63ts'
  'BXVgm7O3hmCb5jdLQkyTdGGvsRUEZXf2HR3cedy9dM5CqmX509WVnIosGsgvjFMKsJBKLaNSwwwCa3TUitG9iErpiCjmx/vuse/lieAGl1Cpq9o9VFCwqAsr6TrhSgg0VgIRRKbTh5VfoPbSXwgIZX'
  'McYFFlp9LgHCKgzKW6QKVkxBcdpQ9kQiXhQqmwaCr1ZSqwRvFUSlZ88VH6YChBWKggjcZQ+yDLprJ9YWLgBs4CKrhGsVRKn/ioyHF630uMhQrADV1LbQVQ0apiJ5JeFSagEpFChPMCFvIxprJ+uAKm'
  '9sfAGQ6NeWMRQ5FTiVBvVCGECUVU6KdYoy1PRdPh+jkqMeqNK4UwnQQLnUL7qQBb2G0JT1gYKqAO3soJQ6S6iqQCQkOwsK0Ma3TzG9+h4sPltRWYLJSKL78PN/2QU2EnZnqUqppW3udjDqrp3/xTdf'
  'sYaw2b4lR6kfHnZkvjNHLKYX9eqSO+eKgvUW8YFdF73a/7MCwg8txPbepd2/7+Qstg/dx+H5ynfQsHYSHtN4pKXFApKiSXhl8SshKifIqqTyhSKnJkEQ07oNULk8kL72uNIO66jTuRwGXjUl6xKCri'
  'RhBSkChzEFM5x0pLpZVRCWD2JBXhmnJAKIr4k1QiVlx47eLgmIJcoiJaZlaJ/Mqwfm/vGSryN7xOxSNCLGaUTOUnqFhRUvVgw/rN47upoP7hP6Ly8cdKays1GhlHU4nU7k9R8X/aWbTkJBLpen8dQO'
  'iwBA6ZSgAVN8K+iHKsuajl725fndzC9nWV+bdtHayvtT6eV8u6S121LXPSXqbCR0q6Ogn3U7yaiiDSDSv5xOcvvlPD3kxFEgvbSiv9LLLFedxO5ftjMOUEJ6DiDMKg+HqoK58Q8yVnShyp3YS28gkU'
  'Eb0CalQ3vC0I9rhELeTfQOXaBhNfrpeoAChiY7H2uDi6N/aDGaH7H9LCXadyz+pkeiolFDOedz8Y2rLq36WnpaXjS/49Knes5MdSsdYnoXioXNrRKlZ8HJUHP/UyMvC0jhgsndGDwWC4+5s9HhSqw9'
  'OIhOq94xNiGMaiNNLzUKKoRH1T4tQfsnvygfLLEgR4m6nYHm7fTcHM37lK89VRaGQr/FYRnK7wX4wsxRJF5Zs7j/CImjcVtj7n5m00exkVYrSgPV4lBZVf2KVH2gNfdvgmsAtjJyT7dAYm56nIFSKk'
  '8ns7WiVFh/HhRJLto2D/tjH0fbM7Th9XNXVLIW6kgrGgGUvtUNEuFTBCE5w4jesSXDWxqmKbRmSbkpQcBSBjqVzFH1jcE0NMpyQ4BAFWJZKKQFV8io84XbBlMtmhEI9jIc2BcfYSrwKrxlfhmq488W'
  'H6oEZFJuTyQ2EFOJ6CO4mq5mf2wvNC6HrEU2FV5Y0O0ge0KZSQzRAFKvPqIUvzzPlgA1i6lB8XQpXoAhXxqizKTw4loA14MgTBwFisEw7N+4sWYqADCztaxy4rUweJvmKbu5y8F4xI6yiP/TnrWKih'
  '8XYQFZns4pUfYWrx5xGfOqbAl6puCU3Ff3Iune5aWe6g8keE1K7vlOmeWkO7ejmOvFv/+0IuUnpPZM+mkliYLqxBtxe0V6DIxlBPq+VpYbqwJDd9kEoXj55eI9S8o6apLPdKEf4mwKkQepcPaV8kpm'
  '/Rh7FYV+Ctt3011AhM/m6lQJ7WyE8I0fbJG7yWOyQ758bIIEefqUjFxbJMF+2bCekOLGxMnKGIBezGM81i6cDmu1fEp+m4kpnIpbCxzINgc8F+6cCciIHzlAwlQErbXOYdSK35hLqtMPiNMpQQsdXd'
  'mVsqdNW4rj5imaU0voaQmXjlGFNtfdh53Xj6LmVnufqoU/HLIiMJkcLw4xOWw1h00w/WGsyVmwoykQCxPf4xDh79TGOOlJ8u66vkjKXb+7BxAtNVN9lJlhhR1XF1ZLMssLTNsF0SqfMV3Q/JsVesre'
  'ta6/GlzT3XT8g6HJu+FracKJnwRsgsQVJkR/Il+Qd3udjTintitgAAAABJRU5ErkJggg==') as added
where workspace.workspace_id = pg_temp.id(1, 2);
create temporary table faces (key text primary key, content text not null);
insert into faces (key, content) values
  ('olivia',
    'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAAAdVBMVEXz2cTozrjrv53otIzPqIvCnYXJmHXVt6KneFmTaU+ziGqbdmGDVj3Uon2HWkKlfWNqPilzRzFyV0VWRDjSybaopI1GOC8lHh'
    'wwJyMoIB5dXEqSlH2LrJ28wa9mnI88in8wg3kPdm5Xinh3o5Wuu6pPkoYpfnIUKK6GAAAEWklEQVR42u1Z2ZaiMBQcBUKCBAnQiN0uwaX//xOHTUhYFNp7daYP9aZwUkXdJdufPzNmzJgxY8YMZCze'
    'LeD/xa+z7td90L+D2doZM2bMmPFOLJZGjuVy+fopaWlapqHAJJb9QnqTMkfjz0AYs17kg71yGc8+mhOHUsYopQ7PJVDPs15Av1i7PjW4w1zhN3AZ5QZxfYYbiMxi2/N9hzDX70CwNfF8gWyCFfg+66'
    'Mv4NHsCaoCS/j3kT9f4fGbj/hLoCmwg84Hux7LK4F5mjQHh3/B2hEnvO4GnChlEeLUwlpldylvdSKDU6/WhtGSbMVll3Toi4bMMIOwUuiNIawrlQF8EMw68ahpDMMRWBbQx59fKii7lAudBXbV/Rg3'
    'HsApXzRxInDX/goUpRuVNUgf02fwMCqxKDA2it/gRbhg6yDKu7A7jr8KAuysWHShkQZkyzMkAatJAtagAj6KIccK4PBlYBXdTSVp1aPJcQXYLQHrONYyIus+rJFUlMEDAROrtOUAiTdJokTEijfbpG'
    'kSJvzKzNTbEE2S7SZQDEiyP5rfRQjY+NFHuGHrAsw42eoObDdJUyQEKQmVqK/9mKlpuA7VnEAQQMJ2J2zNiqYqhyI4kKeV+3AqrsAm5sAIfBQLHTJSgIsQgsKBcbNxNRsilKHvjRNQrkhgQ1AKGJkE'
    'DGFJxP3xKyIu8AR4igXa3oQoVVitn2FDUG2LRFMHTvJZ/7BY0vRh08XYI/OwbYGTbJKgkGCuwm3itQ2AbkThbdPXWJDPiOFnEMaZlKYPWy6OgNvOVNkYcSdMks12m8SB8me9PwXuA/XWWN0acYe6AX'
    'PUBkkEjoDCAdEKQg8afmgHwnpgcUcBUc7PYAVEyunEsAKVH3hfEIkmBr6gI/iBBbQOqPo26dzR+AXwGYmjCeiZljjV3whg+ZsTmrECYHdmWQz0Q9KejbLuEfyhtT5+d6PMia4Q/KTwNh8OCSgcuNkk'
    'mlMyMCGL1X0H1BAIIZbQBugnpb0CRP2CwDmudh450AgIIgwBkTc6BNCHhLcgBOME4N0bKauCvhyonoUO3v1hvTC61wdWmPeXVvAoBALx+3PY3pCA0gEX6b6owSKrdxH3OpCtmlavuML++MwW410BX5'
    '9huEOpfwXRfnc4SpmmJ7srIE1TeTyc92giossh584hZffe4JRWkAcUI/ZnmSr46ghQH8vrBZZ9cTlJjV+e+iKg4riD9P6aUerjy5YFvPW8kAAUiegqu6OnUjuxMk9pD657CPd3Mu3HF1f4B146P22C'
    'fUiHBMhTKcEkQ/R5HJ7Mxv11cOhcmJSn0x32HN9PKbjcH3wUvp8ohz0Af4YfK9gfQfh/rCCC4k/Tn+XB9XniG+RPZukdHH/Wkt6WgDecJws4gPKncmpLvMDyT7cA2IDJFuy/oQVMbAagJVBiWiEA9o'
    'AbvqfEIIKPwLR2CF4DOQ7vFjAlCc4YAo4TBIB3gRxTOsEsACcHek8u/gJZqnL7y9UJEAAAAABJRU5ErkJggg=='),
  ('sana',
    'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAAAgVBMVEXP4/XKzdK6y9vH1e/JrpvFjWmpt8WSnKl+hZC5hW/Gil6KjZWgrLpcXWZbQTKQZUi7g1luTjoxKCd4VEYpIB52fIYlHiEeFh'
    'iDXEJJNSsgGBpLSk9pbXaseFNALFugZaG+w/Cnk/GWb++GTu5/QO17Oe2LStCegPC2sfKwdXSAP+PJ706tAAAFEUlEQVR42u1ZCXeiPBRtpWq1mo1IhLqCWOv//4FfwpagyCJ5zpn5uGemreLx3rw1'
    'eXl7G9AB7x0+O/rTYgcMGDBgwIABA/5eOP9T7gEDBgz4h/Evn5JH7x8fY4WPyfvL28ho+jkbz+dz9V/9ms2+XmnrxRJhQohkJvMMBNPl9EUaFkuGJDEhGFOKEKWuq9QQytH0BfSjlScoIWvk8yAQCv'
    'I3Z0i+hxlfTsCX/x1wSigLuKSWCgKFVAfCmAn2Bcs/ZZII8YJbpArUK/knQizwVpAZ8cW8gKdrL1gNESLg8r0lnAK5/mzh2Q+R+iFF/n6wgeKfsMzlueM5932VBgj5jGtDeJ8w/KPvQNta0vs0KwYy'
    'I2UKyMDM7eMtQASshBbAfZqQ60Ik/7ksi03xDVGSFkxoerdgNkFkfqQfWQEIWBb8D+iVK1wvdQKzb4LcAELWofljYA5lgk2Wdj6uWPmNAhmMvm0TjFgaX4iQ8bwW6zQVbPelaWpalCXevMYNNEkE29'
    'Vok5S6WvfrXFDOsuwD51sVW9SCXilQFduzK2DEFD9pMED+mKpA7B8EZlNLBbQzgMwElQd2G8JEFhhBWwuQBfHZKHzQy6eejOzWArbKXkurFpiqHHQLXxNyGw6lNwiHEYDHmg2hUkPAcltAoAUIVzMw'
    'zrk7L7/GrxOgNuCcGyGBeek1BhJASytmeP7oNYQAmQVmHcDIp+UYMDcJUBbwzUDf1mQBVXIBBLA2rUgh6UYAAjhuRU+Ir7bNAHUgWLcUwGEEyO1YOw+4ya7QfhbIU/j28bKNP5MQsC0g3W2vWwlIDg'
    'cgMWAmYjkPjSQkVEC4gKd7XaPaMbQlBaeP9CGNCQgLeLcmkO3Ap9t0VuSbjYAKEAvk51IdBYqW+fJorvqArsPESwcFEGmoBDDterL2VVPk3LB/mgKAMVDqSLItryml2KzQ8nQqQAR4xTCqdmeIWTFC'
    'sCtgwYvhBL8vBkU2yC4Q5EMKu+fjCdODOf6gHJG0C+UDJLvnAic3bTICWlf3ZezrqaHt47E8GxoKAlTVFFyuR3hSpd2hrbMyvlz1xTsFBAUmrM+ppsb61ebo3gSokJgML23PB96LIWXSa/37KKDcmG'
    'IG/KkQqBvybswgqDooY9MD3P6YTJ2P8xlxswCAKZmzNE1QIWBtBEmrOWHXofrEE5rAEJBHw5obQ/xVX7YqmLPiKhcI/RxkVvw20sWoOgb0vB5mWp40BFEjIDcP1H2Bbsq1WSDgbkz01rDWBYB3Rumt'
    '0QMB6/TSxlvB3p9OUHJfU7EtSrIA/N5QJvRGzc13Fd1YbkK8fjenLX03Xe527r2A/W63+4S+vnYOxzCMTnF8nt0LiOM4in6OF7AYdC5HxZ3g/HvLP95nj05ReDwA0BvsCvtbAb9n42kUWraDcwlN9i'
    'oB+6j0/BTZlHBHf6+gZIDMDEdLEpwK+ji+lqPgnj8+ncJL85e3WH4UV+K6N9d/rfzM6efQf/nVX514YZ+Mz2e/+8efCXtWhkMY1+B6Pp/353PdR+Ko2Q1PmL8w8TVuxPXYi//UzNCE09PZcIgs0CcK'
    'nuN3ov7cKZ6Mg7A/c6Hg8AT/sdm07RWE3cPgYM0BCbqHgUUHJE7oaoKmCgBuAssG6GyCQ0WA9SwK3UzQnAKtYGoO/6wHpJhDB/5+RfCBr7r44GKL1MTP60OgjC5BYAqw0xHl13RJxB8IC3QRAJAE0g'
    'Z/kwWaBDwVF9Ut+T+j3OjJ9Q6U2wAAAABJRU5ErkJggg=='),
  ('mia',
    'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAAAdVBMVEX24ury3ePYxs3NvMGnl5aXio1zaGppX2CJfX+4p6lnWE0yKicjHRoVEQ5USkfDs7koIR1XSDyagWmrj3XSr4/x1dJFOjHwya'
    'TowZ14ZFKEblvnlmyNeWvotJbtt63onIfhdU3cWyjZSA/faj/ljWzeZTbgbzzOTI5vAAAEcklEQVR42u1a23aqMBQUi8VCFEi4xHKMgLb//4knYIGEAHLZ0XYt5qUi6Ewms3cSVzebuTBmf/K3EKxY'
    'sQIWa9GOhdHzesWKFSt+H57SpdZWuGIhtm/m7t2yrL35sX1+nLY720GHCs5x7z5Tg+FazqEFdNw9lACl0bWKsaO2hMPRXMYw8tPbvUpdu/AGNMYh/uNhAI6pm991DoNAj5MwEt3f8/GAn2Ovsxza/A'
    'h5nteOxF4f/5vE7/mYkCAgBNvS+2gH47aKUMgfinAQ16DEFnzw3Hnf/xB7Ie2YxjKILzSEbsqlQlyvZrCDmNKAYGzbpxPmM1HIwc19PTGwavsxJ7cjwXTE8xBQEtUGbTXwuxWhh4ndUY3IJ40CDRYY'
    'lQHI9vt6cXSqhEXwFtQliHqXgsKd6sXkUnyI3cMWKMECF2B10aDI93kd2L4yK+Ax3Cqx86JPkvByLPpQUZMn+QnoZdFtDZGzt1tRgEUJI+rAaP0dhCnTK43wLsHWF4LdY/piLv7VRh2BBTTrADoFcT'
    '9wpSAKYQXUReCTeBAE6SmDSoCftEzv82ByL3wQxfc7v31W570t5bNfwIIF+Z6BEx0c/M/75c7gCLw1LKvApj2jl8UEjgYBbuHqUPxFCcUkvC/nlIaw5eucHY8E1tCKDb4htYZpGw+Id0Duck4ZPIWf'
    'Yx1IPPAIlKsRFodLW4EUrwNPw56MzwFunCa+vCDI14HjjZiBqR6ZggNBxA9lQk8OIn5Ea64/EPyGqDiXVxmgMXE44UkwoLymjQMfGgRszPdmxD4/k2LZAYfUlUAsLSdkwxTn3MdiG5QzYOo4l3CEVQ'
    'apWgVU7JIjtgKzLDLG9gHgvUiDnsanQNtvJOFIB3TxKwKUvcjPK20CNuMM0BaBzjnoiII+flEATURq8UKjAaIC4th18+eHMmG3ppNfSAGJih/KaEnPG3PTB7UaIAigxPeQ4/OzeeTxw1oTiXnfO7p1'
    'CN2QFiP3+LocYfKkBBQIhfBTgj9PmEiHJVi2LmOG26F2AzbD3UjbsKX7rx3/kAdPou+V8ET+LgXPsv+O8NUChI5Y/flbDizetHV1oz/lAISA1rng9Q68VgDVJKA3rGGL/A80IuDT0u/IAIUTMNmfF+'
    '4FfhQr/IzNGcgs7pCxi/qjecwujIW6FYTskqZZludXpgi45XmefaUXRQXY/3SE7Hbl3CUy1YL051bORejIA7tV5CWSNv/5S7ibpQx2MgyWSvR5nrYFJPL9/AppA0tzBS0LzpnyxPUC5EJ4yzuQSQrO'
    '313PXBkEfcfYFAXd/MVMLd973fJefCf3Xy2TpP+Z68IlIv7Oh5B9c2TDj5w18o9ClkxhlKcszpbzc1zmjp99LSdfoiC8AvHPzIGRLmeuFcyphQsc/6x+sIUKwB3TYwA4AeUkTF2aGEwFjrGge3aADS'
    'gtmJIDcAOmpgC0BO6YVgjgM8AxJYYh/AxMmwOmgT+/TRBw1iEgfW0G+eZoQghuy+lUTGmGOorg9QK+Xj0F185O9B8hLePfJEgUAwAAAABJRU5ErkJggg=='),
  ('greg',
    'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAMAAAD04JH5AAAAb1BMVEXe59Hg6NLj3MLT0LLOwJvRsYzOpXXR2cXLmWXEkluzf0Cvejq3hkqykWzmuZPuwZzo0LFWRjuMc2BHOTElHhwnIB4wJyOZhn'
    'tkWFHDnoG6xLeqtayMmJZwfIEzQVVKVmQwPlNZZXB5hYdrb3OjoJWmUd8gAAAE7ElEQVR42u2ai5aaMBRFi/IWgqLjAwykzvz/N/YSBwiQAAkJY1vv6kyLsDg75z6C2l+/3vGOd7yDG9ZPA/zzDK+w'
    'utdl/Bvcece/Ha9Tg2ZIpO76Omb8l/H69luWBT8/CrDZ2o4LYdu2p3iPyRfE4Tl+EO7qiGJ3u+ryt3G064ev6oOCvFuvPewgBPYq8p4zXH3NE6slQqqWt/FuJCLjJmyj3WiEhivB7uiHPAR31GFLeE'
    'Zp/VFIo/uiY279oM+IhQFMIYSQ6/oRyxBO14HqBGXrLwDtpAk3YMn4vbB8bjthbQAs/qneMqCAgTNTiEwB+KBPvff9AH6oGchvTRAmYYkLnt8s0E+Q6wd1F8DvMAp8QGoIotGBpEjRGBC6VH3Qi5CW'
    'xqN5nSBH4jZCAbf/qTU1QaS/CryJEdizQ/9ItufotxFrB+DuQVB8VRcEg6yE2nPAyUDgt7MIetLvbhO6c7AN++qInYQUwmURFHaE0abolkDgJrywme7UXQR2Rx4lgmge1rQAsJa4rb6fjESThmCjYr'
    'Q43An3Ox5UNkQbNaEpgAAlyTSBgVn4DRAIVFms56al2wF7VL8btBcCvfqePV8/oZuirxeADqJonv4zCb2H48UfzVRPA30DxNPAxHYYz84AkEEnan8gcMDV2QAh1KDkwJm8HIqABbCdjuS+szMBgIF3'
    'JwELEB8OKQsAx7sWCYneGiwKmwFwj6ePc9zqO+ePj/OlPQx1N2EVHrMLxCB4ujIGnOGF9hhFRj6wsdtt0Ok7QI+bMnDdqXupbYlM3cWHY9o8jsEfOGbGlG3oE6sNW+j95zH2eC9339l2bJKZoXkjbG'
    'PPLvmnAcbClP7cHOyNAcy0wFgG5gKY02dzgG5sGd6cVQxgLUiP1xoBOXCAegYY+iqhtSA+no5phYBQejyd2r1xb9IA1oLL4eN0PlyvV9gH2rmcJIa/RWGrID2czyfYFsGJlSqgRwCFmF7TNGbkTScA'
    'wuq1IuxCyIC+NXJGPAzQ3ngCaAgI0Fr64oG43veIGx7Cfs2vMTn74mbd71F/GmDDy4AWgJk3GQIgTQALHFhRnteIaF0AczWgHcD4g8nLFOGqAJbFT8FqCDwAtCYAmwLUcaBBMI2yF6RgHQ9AxeNsRm'
    'tI08iyPM+HANk9zzKP+/nkUluseuGel90xLkpCfg8/HriQoigxfmTZMhnxGS/HuCwIjXII8AkAcKaiyBUYhPJ1YWUY09tXAX/d+vqorM8WlGGh632AvFo7LLCgIkCC+wBfT7wnBPwTPzR9XF3p5/h7'
    '5YwHl66+c23X/30FlIMegAwXpA8ALn91EvDZ06ehIxHW5qsseEFKxoPb7+F5eg32Frag5T0KQZAivdH/O5LcLqXgEqiVhWnIMCkKMUJ5xZ+fZSG6pira8muRfklaNcEambrgAADBXV0/L8iIAfMC7n'
    'BX3aJyPFidJM/35Xc1gDr/y00o1dpxrP4kqUqVXrhL+jzyMnSjQgJKNV3upYTIlwGWVxS3I5SB7NaUie46Y+GEd/TQWYEKjUGwnAWZtMKoejUR5Sy4Szo/fprOa7lGEGaAjOmKqJ+PkTKzwCvJqPrk'
    'gCaDM0QqB/lM52dmgsgCWPkSOcHFUkXwUBcaAZBoRFyMzrXR10VpgGE4fxzjQmcQBQAiuI2EIb0zcgB3LWnvpQBz3//9AaNNhUCOYQsCAAAAAElFTkSuQmCC');
update public.workspace_members as member
set avatar_id = (select picture_id from private.add_picture(member.workspace_id, 'avatar', faces.content))
from faces join people using (key) where member.user_id = pg_temp.id(2, people.account);

insert into public.teams (workspace_id, team_id, name, created_at) values
  (pg_temp.id(1, 1), pg_temp.id(4, 11), 'Support', now() - interval '60 days'),
  (pg_temp.id(1, 1), pg_temp.id(4, 12), 'Billing', now() - interval '60 days'),
  (pg_temp.id(1, 2), pg_temp.id(4, 21), 'Support', now() - interval '45 days');
insert into public.team_members (workspace_id, team_id, member_id, is_lead, created_at)
select pg_temp.id(1, workspace), pg_temp.id(4, team), pg_temp.id(3, member), is_lead, now() - interval '40 days'
from demo_members where team is not null;

-- A team of its own whose tickets the others do not see; owners and admins do.
insert into public.teams (workspace_id, team_id, name, is_private, created_at) values
  (pg_temp.id(1, 1), pg_temp.id(4, 13), 'Legal', true, now() - interval '50 days');
insert into public.team_members (workspace_id, team_id, member_id, is_lead, created_at)
select pg_temp.id(1, 1), pg_temp.id(4, 13), pg_temp.id(3, member), key = 'adam', now() - interval '40 days'
from demo_members where workspace = 1 and key in ('adam', 'mia');

insert into public.ticket_categories (workspace_id, category_id, name, description, position) values
  (pg_temp.id(1, 1), pg_temp.id(6, 11), 'Question', 'Before you buy, or how something works.', 1),
  (pg_temp.id(1, 1), pg_temp.id(6, 12), 'Problem', 'A device does not do what it should.', 2),
  (pg_temp.id(1, 1), pg_temp.id(6, 13), 'Billing', 'Orders, invoices, payments and refunds.', 3),
  (pg_temp.id(1, 2), pg_temp.id(6, 21), 'Question', '', 1),
  (pg_temp.id(1, 2), pg_temp.id(6, 22), 'Order', 'Where a parcel is, and what to do when something is missing.', 2);

-- What Acme's form asks besides: the device of a problem, the order of a bill.
insert into public.ticket_fields (workspace_id, field_id, kind, label, help_text, category_ids, position) values
  (pg_temp.id(1, 1), pg_temp.id(9, 11), 'choice', 'Device', 'The model stands on the front.', array[pg_temp.id(6, 12)], 1),
  (pg_temp.id(1, 1), pg_temp.id(9, 12), 'text', 'Order number', 'It stands on your invoice and begins with A-.', array[pg_temp.id(6, 13)], 2);
insert into public.ticket_field_options (workspace_id, field_id, option_id, label, position)
select pg_temp.id(1, 1), pg_temp.id(9, 11), pg_temp.id(9, 20 + nth::integer), label, nth
from unnest(array['P300', 'P500', 'Scanner S2', 'Another one']) with ordinality as option (label, nth);

insert into public.customers (workspace_id, customer_id, email, name, locale)
select pg_temp.id(1, workspace), pg_temp.id(5, customer), email, name, locale from demo_customers;
insert into public.customer_identities (workspace_id, customer_id, user_id)
select pg_temp.id(1, workspace), pg_temp.id(5, customer), pg_temp.id(2, account) from demo_customers;

-- Makes somebody the one who acts, so that commands know them and the timeline names them.
create function pg_temp.act_as(who text) returns void language sql as $$
  select set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', pg_temp.id(2, (
    select account from people where key = who union all select account from demo_customers where key = who)))::text, true);
$$;

-- Hours and due times, as the owners have set them ------------------------------------------------------------------

create function pg_temp.hours(weekdays integer[], variadic spans text[]) returns public.sla_weekly_hours[] language sql as $$
  select array(
    select row(weekday, split_part(span, '-', 1)::time, split_part(span, '-', 2)::time)::public.sla_weekly_hours
    from unnest(weekdays) as weekday, unnest(spans) as span);
$$;

-- `<MM-DD or YYYY-MM-DD> <name>` for a day that is closed, `<day> <HH:MM>-<HH:MM> <name>` for one with hours of its own.
create function pg_temp.special_days(variadic days text[]) returns public.sla_special_day[] language sql as $$
  select array(
    select row(
      case when part[1] is null then '2000-' || part[2] else part[1] || part[2] end::date, part[1] is null, part[5],
      case when part[3] is null then array[]::public.sla_open_hours[]
        else array[row(part[3]::time, part[4]::time)::public.sla_open_hours] end)::public.sla_special_day
    from unnest(days) as day, regexp_match(day, '^(\d{4}-)?(\d\d-\d\d) (?:(\d\d:\d\d)-(\d\d:\d\d) )?(.*)$') as part);
$$;

-- `<metric> <low>, <medium>, <high>, <urgent>`, in hours; `b`: of work. A dash: nothing is due.
create function pg_temp.targets(variadic lines text[]) returns public.sla_target_line[] language sql as $$
  select array(
    select row(
      split_part(line, ' ', 1), priority, rtrim(hours, 'b')::numeric * 3600, case when hours like '%b' then 'business' else 'calendar' end, null
    )::public.sla_target_line
    from unnest(lines) as line,
      unnest(enum_range(null::public.ticket_priority), string_to_array(regexp_replace(line, '^\w+ ', ''), ', ')) as target (priority, hours)
    where hours <> '-');
$$;

create function pg_temp.calendar_id(workspace integer, named text) returns uuid language sql as $$
  select calendar_id from public.sla_calendars where workspace_id = pg_temp.id(1, workspace) and name = named;
$$;
create function pg_temp.policy_id(workspace integer, named text) returns uuid language sql as $$
  select policy_id from public.sla_policies where workspace_id = pg_temp.id(1, workspace) and name = named;
$$;

do $$
declare
  christmas constant text[] := array['01-01 New Year', '12-25 Christmas Day', '12-26 Boxing Day'];
  easter constant text[] := array[
    '2026-04-03 Good Friday', '2026-04-06 Easter Monday', '2027-03-26 Good Friday', '2027-03-29 Easter Monday',
    '2028-04-14 Good Friday', '2028-04-17 Easter Monday'];
  meeting constant text := (date_trunc('month', now()) + interval '1 month 14 days')::date || ' 13:15-17:30 Company meeting in the morning';
begin
  perform pg_temp.act_as('olivia');
  perform public.save_sla_calendar('acme', row(
    'Office hours', 'Europe/Berlin',
    pg_temp.hours('{1,2,3,4}', '09:00-12:30', '13:15-17:30') || pg_temp.hours('{5}', '09:00-12:30', '13:15-16:00'),
    pg_temp.special_days(variadic christmas || easter || array[
      '05-01 Labour Day', '10-03 German Unity Day', '12-24 09:00-12:30 Christmas Eve', '12-31 09:00-12:30 New Year''s Eve', meeting]
    ))::public.sla_calendar_draft, pg_temp.calendar_id(1, 'Business hours'));
  -- With a night shift; the holidays that others have are its busiest days.
  perform public.save_sla_calendar('acme', row(
    'Hotline', 'Europe/Berlin', pg_temp.hours('{1,2,3,4,5}', '06:00-02:00') || pg_temp.hours('{6,7}', '10:00-18:00'),
    pg_temp.special_days('01-01 12:00-18:00 New Year', '12-25 Christmas Day'))::public.sla_calendar_draft);
  perform public.set_sla_calendars(
    'acme', team_calendars => array[row(pg_temp.id(4, 11), pg_temp.calendar_id(1, 'Hotline'))::public.sla_team_calendar]);
  perform public.save_sla_policy('acme', row(
    'Default', null, null, null, null, 7200,
    pg_temp.targets('first_response 72, 24, 4, 1', 'next_response 72, 24, 4, 1', 'resolution -, 40b, 16b, 8'))::public.sla_policy_draft,
    pg_temp.policy_id(1, 'Default'));
  perform public.save_sla_policy('acme', row(
    'Hotline', null, array[pg_temp.id(4, 11)], null, null, 3600,
    pg_temp.targets('first_response 16b, 8b, 2b, 1', 'next_response 16b, 8b, 2b, 1', 'resolution 80b, 40b, 20b, 6'))::public.sla_policy_draft);
  perform public.save_sla_policy('acme', row(
    'Billing', pg_temp.calendar_id(1, 'Office hours'), null, array[pg_temp.id(6, 13)], null, null,
    pg_temp.targets('first_response 16b, 8b, 4b, 2b', 'next_response 24b, 12b, 6b, 2b', 'resolution 80b, 40b, 24b, 8b'))::public.sla_policy_draft);
  perform public.order_sla_policies('acme', array[
    pg_temp.policy_id(1, 'Hotline'), pg_temp.policy_id(1, 'Billing'), pg_temp.policy_id(1, 'Default')]);

  perform pg_temp.act_as('greg');
  perform public.save_sla_calendar('globex', row(
    'Shop', 'Europe/London', pg_temp.hours('{2,3,4,5,6}', '10:00-18:00') || pg_temp.hours('{7}', '11:00-15:00'),
    pg_temp.special_days(variadic christmas || array['12-24 10:00-14:00 Christmas Eve']))::public.sla_calendar_draft,
    pg_temp.calendar_id(2, 'Business hours'));
  perform public.save_sla_calendar('globex', row(
    'Nursery and shipping', 'Europe/London', pg_temp.hours('{1,2,3,4,5,6}', '06:30-14:00'),
    pg_temp.special_days(variadic christmas || easter))::public.sla_calendar_draft);
  perform public.save_sla_policy('globex', row(
    'Plants', null, null, null, null, null,
    pg_temp.targets('first_response 16b, 8b, 4b, 2b', 'next_response 16b, 8b, 4b, 2b'))::public.sla_policy_draft,
    pg_temp.policy_id(2, 'Default'));
  perform public.save_sla_policy('globex', row(
    'Orders', pg_temp.calendar_id(2, 'Nursery and shipping'), null, array[pg_temp.id(6, 22)], null, 14400,
    pg_temp.targets('first_response 24, 12, 4, 1', 'next_response 24, 12, 4, 1', 'resolution -, 30b, 15b, 8b'))::public.sla_policy_draft);
  perform public.order_sla_policies('globex', array[pg_temp.policy_id(2, 'Orders'), pg_temp.policy_id(2, 'Plants')]);
  perform public.set_sla_options('globex', 'restart', 'counts_as_reply');
  perform set_config('request.jwt.claims', '', true);
end;
$$;

-- What a workspace begins with is as old as it is, what its owner has set a little younger: a portal tells only the latter.
update public.sla_calendar_versions as version set created_at = workspace.created_at
  + case when version.version = 1 and version.calendar_id = workspace.sla_calendar_id then interval '0 days' else interval '1 day' end
from public.workspaces as workspace where version.workspace_id = workspace.workspace_id;

-- The player ----------------------------------------------------------------------------------------------------

-- Plays one ticket. The first line is its first message; each later one is `<who>, <how long after the line before>: <message>`,
-- or with a verb, `<who>, <how long after>, <verb>: <value>`; verbs are notes, assigns, moves, rates, sets (team, priority, status) and adds
-- (`<name> <address>`: somebody who takes part from then on).
create procedure pg_temp.ticket(slug text, who text, ago interval, category text, subject text, body text, variadic lines text[] default '{}')
language plpgsql as $$
#variable_conflict use_variable
declare
  at timestamptz := now() - ago;
  asker demo_customers;
  ticket public.tickets;
  is_first boolean;
  line text;
  part text[];
  member public.workspace_members;
  from_type public.sender_type;
  added public.customers;
  next_note integer := 0;
begin
  select * into strict asker from demo_customers as customer where customer.key = who;
  select not exists (select from public.tickets as earlier where earlier.customer_id = pg_temp.id(5, asker.customer)) into is_first;
  if exists (select from public.tickets as later where later.workspace_id = pg_temp.id(1, asker.workspace) and later.created_at > at) then
    raise exception 'The demo''s tickets are not in the order of their times: %', subject;
  end if;
  update public.customers as customer set created_at = least(customer.created_at, at) where customer.customer_id = pg_temp.id(5, asker.customer);

  perform pg_temp.act_as(who);
  insert into public.tickets (ticket_id, chat_room_id, workspace_id, customer_id, submission_id, subject, category_id, created_at, last_activity_at, awaiting_reply_since)
  values (
    -- The first ticket of each of the cast's customers has an id that tests know.
    case when is_first and asker.customer < 100 then pg_temp.id(7, asker.customer) else gen_random_uuid() end,
    case when is_first and asker.customer < 100 then pg_temp.id(8, asker.customer) else gen_random_uuid() end,
    pg_temp.id(1, asker.workspace), pg_temp.id(5, asker.customer), gen_random_uuid(), subject,
    (select each.category_id from public.ticket_categories as each where each.workspace_id = pg_temp.id(1, asker.workspace) and each.name = category),
    at, at, at)
  returning * into ticket;
  -- Nobody is to get mail for a history that never was.
  delete from pgboss.job as job where job.name = 'send-ticket-confirmation' and job.data ->> 'ticket_id' = ticket.ticket_id::text;
  insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq, created_at)
  values (ticket.chat_room_id, ticket.workspace_id, ticket.ticket_id, 1, 1, at);
  insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, client_id, body, created_at)
  values (ticket.chat_room_id, 1, ticket.workspace_id, 'customer', ticket.customer_id, asker.name, ticket.submission_id, body, at);

  foreach line in array lines loop
    part := regexp_match(line, '^(\w+), ([^:,]+)(?:, (\w+))?: (.*)$', 's');
    at := at + part[2]::interval;
    if part is null or at > now() then
      raise exception 'This line of the demo cannot be played: %', line;
    end if;
    perform pg_temp.act_as(part[1]);
    select each.* into member from public.workspace_members as each join people on people.key = part[1]
    where each.workspace_id = ticket.workspace_id and each.user_id = pg_temp.id(2, people.account);
    case coalesce(part[3], 'says')
      when 'says' then
        from_type := case when member.member_id is null then 'customer' else 'agent' end;
        insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, body, created_at)
        values (
          ticket.chat_room_id, private.take_seq(ticket.chat_room_id, from_type), ticket.workspace_id, from_type,
          case when member.member_id is null then ticket.customer_id end, member.member_id, coalesce(member.display_name, asker.name),
          gen_random_uuid(), part[4], at);
      when 'notes' then
        next_note := next_note + 1;
        insert into public.internal_notes (room_id, note_seq, workspace_id, member_id, author_name, client_id, body, created_at)
        values (ticket.chat_room_id, next_note, ticket.workspace_id, member.member_id, member.display_name, gen_random_uuid(), part[4], at);
      when 'assigns' then
        update public.tickets as each set assignee_id = (
          select demo.member_id from (select pg_temp.id(3, demo_members.member) as member_id from demo_members
            where demo_members.key = part[4] and demo_members.workspace = asker.workspace) as demo), as_of = at
        where each.ticket_id = ticket.ticket_id;
      when 'moves' then
        update public.tickets as each set team_id = (
          select team.team_id from public.teams as team where team.workspace_id = ticket.workspace_id and team.name = part[4]), as_of = at
        where each.ticket_id = ticket.ticket_id;
      when 'rates' then
        update public.tickets as each set priority = part[4]::public.ticket_priority, as_of = at where each.ticket_id = ticket.ticket_id;
      when 'sets' then
        update public.tickets as each set status = part[4]::public.ticket_status, as_of = at
        where each.ticket_id = ticket.ticket_id;
      when 'adds' then
        insert into public.customers (workspace_id, name, email, created_at)
        values (ticket.workspace_id, split_part(part[4], ' <', 1), rtrim(split_part(part[4], ' <', 2), '>'), at) returning * into added;
        insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name, invited_at, link_sent_at)
        values (ticket.workspace_id, ticket.ticket_id, added.customer_id, asker.name, at, at);
        update public.ticket_participants as each set joined_at = at where each.customer_id = added.customer_id;
        delete from pgboss.job as job where job.name = 'send-access-link' and job.data ->> 'ticket_id' = ticket.ticket_id::text;
    end case;
    -- The triggers of timeline and system messages say now as well.
    update public.messages as message set created_at = at where message.room_id = ticket.chat_room_id and message.sender_type = 'system' and message.created_at >= now();
    update public.ticket_events as event set created_at = at where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.ticket_id and event.created_at >= now();
  end loop;
  perform set_config('request.jwt.claims', '', true);
end;
$$;

-- Acme, oldest first -----------------------------------------------------------------------------------------------

call pg_temp.ticket('acme', 'amara', '21 days', 'Question', 'Does the P300 print on A3?',
  'Hello, we are choosing a printer for our studio. Can the P300 take A3 sheets, at least by hand?',
  'rita, 25 minutes, assigns: rita',
  'rita, 4 minutes: Hello Amara, the P300 stops at A4. The P500 takes A3 from its lower tray and by hand.',
  'amara, 2 hours: Thank you, the P500 it is!',
  'rita, 10 minutes, sets: resolved',
  'olivia, 7 days, sets: closed');

call pg_temp.ticket('acme', 'tom', '20 days 20 hours', 'Problem', 'Scanner leaves a black line on every page',
  'Since this morning every scan from the feeder has a thin black line down the middle. Scans from the glass are fine.',
  'sana, 12 minutes, assigns: sana',
  'sana, 2 minutes: Hi Tom, that is nearly always a speck on the small glass strip to the left of the large one. A soft cloth with a little water helps. Could you try?',
  'tom, 1 hour: That did it. A tiny dot of glue, of all things. Thanks!',
  'sana, 3 minutes: Glad it works 🙂 I am closing this then.',
  'sana, 1 minute, sets: closed');

call pg_temp.ticket('acme', 'priya', '19 days 6 hours', 'Billing', 'Two payments for one order',
  'We ordered four toner sets on the 2nd (order A-20931) and our bank shows two payments of 312.40. Could you check?',
  'olivia, 9 minutes, moves: Billing',
  'olivia, 1 minute, assigns: ben',
  'ben, 1 hour: Hello Priya, I see it as well: the first payment timed out on our side, but your bank had taken it. The second one goes back today.',
  'priya, 20 minutes, adds: Lena Hoff <lena.hoff@example.com>',
  'ben, 1 minute, notes: Refund 312.40 started, reference RF-5518. Third case of the time-out this month, Adam should know.',
  'adam, 3 hours, notes: Told the payment provider. They know of it.',
  'priya, 1 day: It has arrived. Thank you for being quick.',
  'ben, 2 hours, sets: resolved',
  'ben, 5 days, sets: closed');

call pg_temp.ticket('acme', 'hugo', '18 days', 'Question', 'Where do I find the serial number?',
  'The registration form asks for a serial number and I cannot find one on the machine.',
  'rita, 40 minutes: Hello Hugo, open the front cover: it is on the silver label on the left, starting with AC.',
  'hugo, 15 minutes: Found it, thanks.',
  'rita, 5 minutes, sets: closed');

call pg_temp.ticket('acme', 'ruth', '17 days 3 hours', 'Problem', 'Classroom printers are offline after the holidays',
  'All six printers in our classrooms show "offline" since we came back. The network people say nothing has changed on their side. Lessons start tomorrow at eight!',
  'sana, 6 minutes, rates: high',
  'sana, 1 minute, assigns: sana',
  'sana, 3 minutes: Hello Ruth, let us get this done today. Can you read me the address on one of the displays: Menu, Network, Status?',
  'ruth, 14 minutes: It says 169.254.18.7 on the one in room 3. The others start with 169.254 too.',
  'sana, 2 minutes: That means that they did not get an address from your network. Probably the reservation ran out while they were switched off. Please switch one off, count to ten and switch it on again.',
  'ruth, 9 minutes: Room 3 now says 10.20.4.31 and prints!',
  'sana, 1 minute: Wonderful. The same with the other five, and please ask your network people to reserve fixed addresses, or it will come back after the summer.',
  'ruth, 35 minutes: All six print. You saved my morning. ☀️',
  'sana, 4 minutes, sets: resolved',
  'sana, 4 days, sets: closed');

call pg_temp.ticket('acme', 'mei', '16 days', 'Question', 'Data processing agreement for Cloud Print',
  'We are a law firm and need a signed data processing agreement before we may use Acme Cloud Print. Whom do I ask?',
  'olivia, 2 hours, assigns: olivia',
  'olivia, 10 minutes: Hello Ms Chen, you have come to the right place. I have sent our agreement to this address. Documents are held for at most 24 hours and never leave the region you choose.',
  'mei, 1 day: Received. Our partners ask where the servers for Europe stand.',
  'olivia, 3 hours: In Frankfurt, with a second site in Dublin.',
  'mei, 2 days: Signed and sent back. Thank you.',
  'olivia, 1 hour, sets: resolved',
  'adam, 6 days, sets: closed');

call pg_temp.ticket('acme', 'jonas', '15 days 2 hours', 'Problem', 'Streifen auf jedem Ausdruck',
  E'Guten Tag,\nseit gestern haben alle Ausdrucke auf dem P500 waagerechte Streifen, vor allem bei Blau. Die Kartuschen sind noch halb voll.\n\nMit freundlichen Grüßen\nJonas Becker',
  'mia, 18 minutes, assigns: mia',
  'mia, 5 minutes: Guten Tag Herr Becker, das klingt nach verstopften Düsen. Bitte starten Sie im Menü unter „Wartung“ die Intensivreinigung und drucken Sie danach das Testmuster. Was sehen Sie?',
  'jonas, 50 minutes: Besser, aber bei Cyan fehlen noch zwei Linien.',
  'mia, 4 minutes: Dann bitte ein zweites Mal. Danach eine Stunde ruhen lassen, die Tinte löst sich von selbst.',
  'jonas, 3 hours: Jetzt ist alles sauber. Herzlichen Dank für die schnelle Hilfe!',
  'mia, 5 minutes: Das freut mich. Einmal in der Woche eine farbige Seite drucken, dann passiert es nicht wieder.',
  'mia, 1 minute, sets: resolved',
  'olivia, 6 days, sets: closed');

call pg_temp.ticket('acme', 'elena', '14 days 4 hours', 'Billing', 'VAT number missing on invoices',
  'Our VAT number is in the account, but it is not printed on the invoices for September and October.',
  'ben, 3 hours, assigns: ben',
  'ben, 20 minutes: Hello Elena, it was saved without the country letters, and the invoice leaves out what it cannot check. I have put them in front. The two invoices are on their way again.',
  'elena, 4 hours: Perfect, they are correct now.',
  'ben, 10 minutes, sets: closed');

call pg_temp.ticket('acme', 'yuki', '13 days', 'Problem', 'Paper jam without any paper',
  'The display says paper jam in tray 2. There is no paper in it and none stuck anywhere that I can see.',
  'rita, 2 hours: Hello Yuki, could you send the number below the message?',
  'yuki, 20 minutes: 13-02-11',
  'rita, 10 minutes, notes: 13-02-11 = sensor flag of tray 2. Known with early P300.',
  'rita, 2 minutes: A small lever at the back of tray 2 is stuck. Take the tray out: it is a black tongue on the right, it must fall down by itself when you lift it.',
  'yuki, 1 hour: The lever has come off in my hand 😬',
  'rita, 5 minutes: Then you get a new one, free of charge. Address as in your account?',
  'yuki, 8 minutes: Yes please.',
  'olivia, 4 days, assigns: sana',
  'sana, 1 hour: Hello Yuki, Rita has left us, so I am looking after this now. The lever went out last Friday. Has it arrived?',
  'yuki, 5 hours: It has and everything works. Thank you both!',
  'sana, 20 minutes, sets: resolved');

call pg_temp.ticket('acme', 'marc', '12 days 8 hours', 'Question', 'Recycling of old cartridges',
  'Do you take empty cartridges back?',
  'sana, 5 hours: We do: print the label at the bottom of your order page and drop the box at any post office. It costs you nothing.',
  'marc, 1 day: 👍',
  'sana, 1 hour, sets: closed');

call pg_temp.ticket('acme', 'zoe', '11 days 2 hours', 'Question', 'Can children be kept from printing in colour?',
  'We are a small kindergarten. The children have discovered the copy button. Can copies be limited to black and white?',
  'mia, 1 hour, assigns: mia',
  'mia, 2 minutes: What a lovely problem! Yes: Settings, Copy, Colour, and then set a PIN. Without it the machine copies in black only.',
  'zoe, 30 minutes: Done. They are disappointed, I am delighted 😄',
  'mia, 2 minutes, sets: resolved',
  'mia, 5 days, sets: closed');

call pg_temp.ticket('acme', 'hugo', '10 days 5 hours', 'Problem', 'Driver asks for an administrator on every start',
  'Since the last update the driver asks for an administrator password every time I log in. I am not one at work.',
  'sana, 2 hours, assigns: sana',
  'sana, 30 minutes: Hello Hugo, version 4.2 has that fault. 4.2.1 is out today. Your administrators need to install it once, then it is quiet.',
  'hugo, 1 day: They installed it. Quiet indeed.',
  'sana, 10 minutes, sets: resolved');

call pg_temp.ticket('acme', 'amara', '9 days 7 hours', 'Problem', 'P500: colours look washed out on matte paper',
  'The P500 is here and we love it, but on our matte paper everything looks grey. The same file is brilliant on glossy paper.',
  'mia, 50 minutes, assigns: mia',
  'mia, 6 minutes: Hello Amara, which paper is it, and which profile do you print with?',
  'amara, 12 minutes: Hahnemühle Photo Rag, and whatever "Automatic" means.',
  'mia, 3 minutes: "Automatic" thinks that it is plain paper. Choose "Fine art, matte" and matte black as ink. Papers like yours drink a lot of ink.',
  'amara, 2 hours: Night and day! One more question: can I save that as my standard?',
  'mia, 5 minutes: Yes, Presets, Save as default. It then stays until you change it.',
  'amara, 4 minutes: Thank you, you are a gem 💎',
  'mia, 1 minute, sets: resolved');

call pg_temp.ticket('acme', 'mei', '8 days 3 hours', 'Billing', 'Please change our plan to yearly',
  'We would like to pay Cloud Print for 25 people once a year instead of every month. From the next invoice on, if possible.',
  'adam, 1 hour, moves: Billing',
  'adam, 1 minute, assigns: ben',
  'ben, 4 hours: Hello Ms Chen, it is done: from the 1st you are on the yearly plan, two months for free. The confirmation is in your account.',
  'mei, 1 day: Thank you, confirmed by our accounting.',
  'ben, 30 minutes, sets: resolved');

call pg_temp.ticket('acme', 'peter', '7 days 9 hours', 'Problem',
  'Since the firmware update the printer restarts by itself in the middle of long double-sided jobs, but only those of our accounting programme, only from tray 3, and never while anybody is watching',
  'I know how this sounds. It happened eleven times since Monday. I have kept a list of the times, shall I send it?',
  'sana, 45 minutes, assigns: sana',
  'sana, 5 minutes: I believe you 🙂 Yes please, and the report from Menu, Maintenance, Event log.',
  'peter, 1 hour: 09:12, 09:40, 11:05, 13:30, 13:58, 15:21 on Monday; 08:50, 10:15, 10:47, 14:02, 16:33 on Tuesday. Event log: E-771 each time.',
  'sana, 20 minutes, notes: E-771 is the power supply of the extra trays. It is not the firmware. Ask for a new one under warranty.',
  'sana, 10 minutes: Your list is gold. E-771 is the power supply of the extra trays: it gives up when tray 3 and the duplex unit run together. A new one is covered by the warranty, a technician calls you tomorrow.',
  'peter, 18 hours: She has just been here. It has printed 200 pages without a break.',
  'sana, 1 hour: Then let us watch it for a week before I close this.',
  'peter, 4 days: Still fine.');

call pg_temp.ticket('acme', 'ines', '6 days 22 hours', 'Question', 'Portuguese on the display?',
  'Olá! Does the display of the P300 speak Portuguese?',
  'mia, 3 hours: Olá Inês! It does: hold the home button for three seconds and choose Português (Portugal) or (Brasil).',
  'ines, 20 minutes: Obrigada!',
  'mia, 1 minute, sets: closed');

call pg_temp.ticket('acme', 'layla', '6 days 5 hours', 'Problem', 'الطابعة لا تتصل بالشبكة اللاسلكية',
  E'مرحباً،\nاشترينا طابعة P300 الأسبوع الماضي، لكنها لا تتصل بشبكة Wi-Fi في المكتب. كلمة المرور صحيحة.',
  'mia, 35 minutes, assigns: mia',
  'mia, 10 minutes: مرحباً ليلى، هل شبكتكم تعمل على تردد 5 GHz فقط؟ الطابعة P300 تحتاج إلى 2.4 GHz.',
  'layla, 25 minutes: نعم، أظن أن الشبكة 5 GHz فقط. كيف أغيّر ذلك؟',
  'mia, 5 minutes: في إعدادات جهاز التوجيه (router) فعّلوا الشبكة 2.4 GHz، ثم أعيدوا تشغيل الطابعة واختاروا الشبكة الجديدة.',
  'layla, 2 hours: اتصلت الآن! شكراً جزيلاً 🌷',
  'mia, 4 minutes: على الرحب والسعة! سأغلق التذكرة إذا لم تكن هناك أسئلة أخرى.',
  'layla, 1 day: سؤال أخير: هل يمكن الطباعة من الهاتف مباشرة؟',
  'mia, 40 minutes: نعم، ثبّتوا تطبيق Acme Print وستظهر الطابعة P300 تلقائياً.',
  'mia, 1 minute, sets: waiting');

call pg_temp.ticket('acme', 'sam', '5 days 20 hours', 'Question', '???',
  'how do i unsubscribe',
  'sana, 6 hours: Hello Sam, from the newsletter, or from Cloud Print?',
  'sam, 1 day: newsletter',
  'sana, 2 hours: Done, you will get no more of them.',
  'sana, 1 minute, sets: resolved');

call pg_temp.ticket('acme', 'ruth', '5 days 1 hour', 'Billing', 'Purchase order for twelve toners',
  'Our school may pay only against a purchase order. Can you make an offer for 12 black toners, with delivery before the 30th?',
  'olivia, 30 minutes, moves: Billing',
  'ben, 2 hours, assigns: ben',
  'ben, 20 minutes: Hello Ruth, the offer is in your account, with the school discount. With your order by the 24th it arrives in time.',
  'ruth, 2 days: The head of school has to sign and is away until Monday. Is that still in time?',
  'ben, 3 hours: It is. I keep them aside for you.',
  'ben, 1 minute, notes: 12 x T-300K reserved until the 25th, shelf 4.');

call pg_temp.ticket('acme', 'tom', '4 days 18 hours', 'Problem', 'Scan to mail stopped working',
  'Scan to mail says "authentication failed" since the weekend. We use our own mail server, nothing was changed there.',
  'sana, 1 hour, assigns: sana',
  'sana, 10 minutes: Hello Tom, did the mail server perhaps get a new certificate at the weekend?',
  'tom, 40 minutes: You are right, on Saturday.',
  'sana, 5 minutes: Then the scanner does not know the new issuer yet. In its web page: Security, Certificates, Import.',
  'tom, 2 hours: Imported, but now it says "certificate not yet valid".',
  'sana, 3 minutes: Ha! Then the clock of the machine is wrong. Date and time, switch "from the network" on.',
  'tom, 10 minutes: It thought that it was 2009. All well now.',
  'sana, 5 minutes, sets: resolved');

call pg_temp.ticket('acme', 'yuki', '4 days 2 hours', 'Question', 'Thinnest paper for the P300',
  'We fold cranes, so we need very thin paper. How thin may it be?',
  'mia, 4 hours: 60 g/m² from the tray. By hand I have seen it take 45, one sheet at a time and with a little prayer 🙏',
  'mia, 1 minute, assigns: mia',
  'yuki, 1 day: 45 works, also without the prayer.',
  'mia, 3 hours, sets: resolved');

call pg_temp.ticket('acme', 'elena', '3 days 22 hours', 'Problem', 'Cloud Print: jobs arrive twice',
  'Every document from our Lisbon office is printed twice in Porto since the 12th. Thirty people are affected.',
  'olivia, 8 minutes, rates: urgent',
  'olivia, 0 minutes, moves: Support',
  'olivia, 1 minute, assigns: olivia',
  'olivia, 4 minutes: Hello Elena, we see it too: jobs from Lisbon are confirmed so late that they are sent again. We are on it.',
  'olivia, 10 minutes, notes: Regional relay in Lisbon answers after 31 s, the client gives up at 30. Platform is informed.',
  'sana, 25 minutes, notes: Same with two other customers there.',
  'olivia, 1 hour: The relay in Lisbon had a full disk. It is fixed. Could you print something?',
  'elena, 15 minutes: One page, once. Thank you for the fast answer!',
  'elena, 30 minutes: Will we get the paper back? Just joking. Nearly.',
  'olivia, 5 minutes: A box of paper is on its way to Porto, not joking at all 📦',
  'elena, 6 minutes: 😂 We take it!',
  'olivia, 1 day: The relay has been quiet for a day. I set this to resolved; write here if anything comes back.',
  'olivia, 1 minute, sets: resolved');

call pg_temp.ticket('acme', 'priya', '3 days 4 hours', 'Question', 'API to read toner levels?',
  'We would like to show the toner levels of 40 printers on a dashboard of our own. Is there an API?',
  'sana, 3 hours, assigns: sana',
  'sana, 20 minutes: Hello Priya, every machine answers SNMP (printer MIB), and Cloud Print has an API in beta. Shall I get you into the beta?',
  'priya, 1 hour: Yes please! Our developer is maya@tallgrass.example.',
  'sana, 20 minutes, notes: Asked Platform for two seats in the beta.',
  'sana, 1 day: You both are in. The invitations are out, valid for a week.');

call pg_temp.ticket('acme', 'marc', '2 days 21 hours', 'Billing', 'Refund for a cancelled order',
  'I cancelled order A-21377 within an hour, but was charged anyway (84.90).',
  'olivia, 25 minutes, moves: Billing',
  'ben, 5 hours, assigns: ben',
  'ben, 10 minutes: Hello Marc, the cancellation crossed the payment. 84.90 go back to your card, it takes three to five days.',
  'marc, 2 days: Nothing so far. I will wait until Friday.');

call pg_temp.ticket('acme', 'mei', '2 days 12 hours', 'Question', 'Data processing agreement for Cloud Print',
  'Our data protection officer needs a signed agreement before we may send documents through Cloud Print. Whom do I talk to?',
  'mia, 18 minutes, moves: Legal',
  'mia, 1 minute, assigns: mia',
  'mia, 6 minutes: Hello Mei, with us. Please attach your draft, or tell me to send ours.',
  'mei, 3 hours: Ours is long. Please send yours, and a list of the companies that work for you.',
  'mia, 25 minutes, notes: They are a law firm: let Adam read the list before it goes out.',
  'adam, 2 hours, notes: Read it. The hosting company has a new address, the rest is right.',
  'mia, 30 minutes: Both are on their way to you by mail, signed on our side.',
  'mei, 20 hours: Thank you. Section 7 names a notice of 30 days; our clients ask for 14. Can that be changed?');

call pg_temp.ticket('acme', 'jonas', '2 days 6 hours', 'Question', 'Wartungsvertrag für drei Geräte',
  'Guten Tag, wir haben inzwischen drei P500 und möchten einen Wartungsvertrag. Was würde das im Jahr kosten, und wie schnell ist jemand vor Ort?',
  'adam, 1 hour, assigns: adam',
  'adam, 30 minutes: Guten Tag Herr Becker, für drei Geräte sind es 540 € im Jahr, mit einem Techniker am nächsten Werktag. Soll ich Ihnen den Vertrag schicken?',
  'jonas, 4 hours: Gibt es auch eine Variante mit vier Stunden Reaktionszeit?',
  'adam, 20 minutes: Ja, für 890 €. Beide Angebote liegen in Ihrem Konto.',
  'jonas, 1 day: Wir nehmen die vier Stunden. Bitte schicken Sie den Vertrag.',
  'adam, 40 minutes, sets: in_progress');

call pg_temp.ticket('acme', 'carl', '2 days 2 hours', 'Billing', 'My invoice shows the wrong address',
  E'Hello,\n\nmy last invoice (INV-40418) still has our old address: 12 Harbour Street. We moved to 7 Station Road in spring.\n\nCould you send a corrected one? Our tax adviser is waiting for it.\n\nThank you\nCarl',
  'olivia, 6 minutes, moves: Billing',
  'olivia, 1 minute, assigns: ben',
  'ben, 40 minutes: Hello Carl, of course. Is the rest of the address the same: 4021 Norwich, and the company name?',
  'carl, 20 minutes: Yes, everything else is the same.',
  'ben, 5 minutes: The corrected invoice is in your account, and the next ones will be right from the start.',
  'ben, 1 minute, notes: The account had two addresses, the old one was marked "invoice". Removed it.',
  'carl, 1 day: Got it, thanks. One more thing: could the invoices go to accounting@jensen.example instead of to me?',
  'ben, 2 hours: They can. I have sent a mail to that address with a link to confirm it.',
  'carl, 18 hours: Confirmed. Could you also send last month''s one there, please?');

call pg_temp.ticket('acme', 'ines', '1 day 20 hours', 'Problem', 'Wrong language after a restart',
  'The display is back in English after every restart. I choose Portuguese again every morning ☕',
  'sana, 2 hours, moves: Support',
  'sana, 0 minutes, assigns: mia',
  'mia, 1 hour: Bom dia Inês, that is a fault of firmware 2.8. Could you update to 2.9 under Menu, Update?',
  'mia, 1 minute, sets: waiting');

call pg_temp.ticket('acme', 'hugo', '1 day 15 hours', 'Question', 'Warranty after a change of owner',
  'I am selling my P300 to a friend. Does the warranty go with it?',
  'sana, 4 hours: It does. Your friend only has to register the serial number again; it is removed from your account then.',
  'sana, 1 minute, assigns: sana');

call pg_temp.ticket('acme', 'zoe', '1 day 9 hours', 'Problem', 'Printer smells of plastic',
  'Since yesterday the machine smells of hot plastic after about ten pages. We have switched it off, there are children around.');

call pg_temp.ticket('acme', 'mei', '1 day 5 hours', 'Question', 'Audit log of Cloud Print',
  'For an audit we need to know who printed what between 1 and 15 October. Can you export that for us?',
  'olivia, 1 hour, rates: low',
  'olivia, 1 minute, assigns: olivia',
  'olivia, 2 hours, notes: Ms Chen is an admin of that account, so she may have it. Export runs at night.',
  'olivia, 1 minute, sets: in_progress');

call pg_temp.ticket('acme', 'hugo', '1 day 2 hours', 'Billing', 'Second reminder for a printer that I sent back',
  'I have proof that it came back to you in May. If a third reminder comes I will give it to my lawyer.',
  'sana, 9 minutes, notes: He names a lawyer: over to Legal.',
  'sana, 1 minute, moves: Legal',
  'adam, 40 minutes, assigns: adam',
  'adam, 5 minutes: Hello Hugo, that should not have happened, and no third one will come. I am looking for the parcel and write to you today.',
  'adam, 2 hours, rates: high');

call pg_temp.ticket('acme', 'peter', '23 hours 20 minutes', 'Question', 'Which tray for envelopes?',
  'Small question: which tray is the right one for envelopes, and which side up?');

call pg_temp.ticket('acme', 'dora', '21 hours', 'Problem', 'The printer does not wake up',
  'After a night in standby the printer stays dark. Only pulling the plug helps. P300, firmware 2.9, connected by cable.',
  'sana, 15 minutes, assigns: sana',
  'sana, 3 minutes: Hello Dora, thank you for the details. Does it wake up when you press the power button for five seconds?',
  'dora, 30 minutes: No, nothing at all. Not even a light.',
  'sana, 4 minutes: And if you take the network cable out before the night?',
  'dora, 14 hours: I tried: without the cable it wakes up! So it is the network?',
  'sana, 10 minutes: Nearly: it is how the printer answers the network while it sleeps. There is a setting for it: Energy, "Wake on network", off.',
  'sana, 5 minutes, notes: Third case with 2.9 and cable. I collect them for the firmware people: AC-7781.',
  'dora, 1 hour: It is off now. I will see tomorrow morning.',
  'sana, 2 minutes: Fingers crossed 🤞 I will ask again tomorrow.',
  'dora, 2 hours: Just saw: since I changed it, printing from my phone does not work any more. Is that connected?',
  'sana, 5 minutes: It can be: some phones look for the printer by waking it. Which phone is it?',
  'dora, 4 minutes: A Pixel, and my colleague''s iPhone cannot find it either.',
  'sana, 3 minutes, sets: in_progress',
  'sana, 1 minute: Is the printer awake at this moment?',
  'dora, 2 minutes: Yes, it has just printed from the computer.',
  'sana, 2 minutes: Then it should be found. Please look under Network, "Announce on the network": is it on?',
  'dora, 5 minutes: It is off! I am sure that I did not touch it.',
  'sana, 2 minutes: I believe you. It goes off together with the other one, which it should not. Please switch it on again.',
  'sana, 1 minute, notes: Firmware 2.9 couples both settings. Added to AC-7781.',
  'dora, 6 minutes: My phone has it back 📱 The iPhone is not here until four.',
  'sana, 1 minute: Good. Then we have two things to look at tomorrow: does it wake up, and does the iPhone print?',
  'dora, 9 minutes: It is a deal. By the way: does the setting survive a power cut? We have them now and then.');

call pg_temp.ticket('acme', 'amara', '20 hours', 'Question', 'Invoice for the training day',
  'Which cost centre did we give you for the training day? Our accounting cannot find the invoice.',
  'adam, 2 hours, assigns: ben',
  'ben, 20 minutes: Hello Amara, it was "Studio 2", invoice INV-40502 of the 3rd.',
  'ben, 1 minute, sets: waiting');

call pg_temp.ticket('acme', 'tom', '7 hours', 'Problem', 'Toner leaks into the tray',
  'There is black dust everywhere in tray 1 and on the first pages of each job. What is the best way to clean it, and is it bad to breathe in?',
  'olivia, 20 minutes, rates: high');

call pg_temp.ticket('acme', 'yuki', '6 hours', 'Billing', 'Student discount',
  'Is there a discount for art schools? We are forty people.',
  'olivia, 10 minutes, moves: Billing');

call pg_temp.ticket('acme', 'elena', '5 hours', 'Question', 'Two more offices in January',
  'We open offices in Faro and Braga in January and would like the same machines. Who can advise us?',
  'adam, 40 minutes, rates: low',
  'adam, 1 minute, assigns: adam',
  'adam, 5 minutes: Congratulations! I can. Would a call on Tuesday at 10 suit you?',
  'elena, 1 hour: Tuesday at 10 is good. I will send a floor plan.',
  'adam, 30 minutes, sets: in_progress');

call pg_temp.ticket('acme', 'priya', '3 hours 35 minutes', 'Problem', 'Half of our printers show "licence expired"',
  'Twenty of our forty printers show "Cloud Print licence expired" since noon. We paid in September!',
  'sana, 3 minutes, rates: high',
  'sana, 1 minute, assigns: sana',
  'sana, 5 minutes, notes: 20 of 40 = the second order. Looks as if it was booked with the wrong end date. @Ben?',
  'sana, 1 minute, sets: in_progress');

call pg_temp.ticket('acme', 'sam', '2 hours', 'Question', 'do you have a phone number',
  'i would rather talk',
  'sana, 20 minutes, moves: Support');

call pg_temp.ticket('acme', 'ruth', '52 minutes', 'Problem', 'Exam papers do not print, exam at two o''clock',
  'The copy room printer says "service required 41". I have 180 exam papers to print until two o''clock. Please help!',
  'olivia, 2 minutes, rates: urgent',
  'olivia, 0 minutes, moves: Support');

call pg_temp.ticket('acme', 'layla', '14 minutes', 'Question', 'سؤال عن الورق المقوى',
  'هل يمكن الطباعة على ورق مقوى بسماكة 250 غ؟');

-- Globex -----------------------------------------------------------------------------------------------------------

call pg_temp.ticket('globex', 'nadia', '13 days', 'Question', 'How often do I water a fern?',
  'It is a Boston fern in a bright bathroom. The tips turn brown.',
  'gina, 2 hours, assigns: gina',
  'gina, 10 minutes: Hello Nadia, little and often: the soil should never dry out. And brown tips mostly mean dry air, so the bathroom is a good place.',
  'nadia, 4 days: It looks much better already 🌿',
  'gina, 1 hour, sets: closed');

call pg_temp.ticket('globex', 'oscar', '9 days', 'Order', 'Pot arrived broken',
  'The terracotta pot of order G-1187 came in three pieces. The plant is fine.',
  'mia, 50 minutes, assigns: mia',
  'mia, 5 minutes: Oh no. A new one leaves tomorrow. Please keep the plant in its plastic pot until then.',
  'oscar, 3 days: The new one is whole. Thanks!',
  'mia, 20 minutes, sets: resolved');

call pg_temp.ticket('globex', 'lotte', '6 days 3 hours', 'Question', 'Gelbe Blätter an der Monstera',
  'Hallo, meine Monstera bekommt seit zwei Wochen gelbe Blätter, immer die untersten zuerst. Gieße ich zu viel?',
  'gina, 3 hours, assigns: mia',
  'mia, 1 hour: Hallo Lotte, ziemlich sicher. Lassen Sie die oberen drei Zentimeter Erde trocken werden, bevor Sie wieder gießen.',
  'lotte, 2 days: Seitdem ist kein Blatt mehr gelb geworden. Danke!',
  'mia, 2 hours, sets: resolved');

call pg_temp.ticket('globex', 'ken', '4 days', 'Order', 'Change the delivery address',
  'I gave my old address for G-1240. Can it go to my office instead?',
  'greg, 30 minutes, assigns: greg',
  'greg, 5 minutes: Hello Ken, just in time, it had not left yet. Which address is it?',
  'ken, 20 minutes: 44 Mill Lane, second floor.',
  'greg, 4 minutes: Changed. It arrives on Thursday.',
  'greg, 1 minute, sets: waiting');

call pg_temp.ticket('globex', 'freya', '2 days', 'Question', 'Is this plant safe for cats?',
  'My cat chews on everything. Is the calathea safe?',
  'gina, 6 hours: It is, calatheas are not poisonous. The cat will not do the plant any good, though 🐈',
  'gina, 1 minute, assigns: gina',
  'freya, 1 day: Then it goes on the top shelf. And the ivy?');

call pg_temp.ticket('globex', 'gus', '1 day 3 hours', 'Order', 'Where is my order?',
  'I ordered a lemon tree ten days ago (G-1199) and have heard nothing since. It is a birthday present for Saturday.',
  'gina, 40 minutes, assigns: gina',
  'gina, 2 minutes, rates: high',
  'gina, 10 minutes: Hello Gus, I am sorry for the silence. It stands in the depot in Lyon, and I have asked the carrier to bring it tomorrow.',
  'gina, 2 minutes, notes: Carrier ticket 88-4410. If it is not out by noon, send a new one from the shop in Grenoble.',
  'gus, 20 hours: It is noon, and the tracking still says Lyon.');

call pg_temp.ticket('globex', 'nadia', '5 hours', 'Question', 'Fertiliser in winter?',
  'Do I go on feeding my plants in winter, or do they rest?');

call pg_temp.ticket('globex', 'oscar', '40 minutes', 'Order', 'A gift card, please',
  'Can I add a card with a few words to G-1261? It has not been sent yet.');

-- Afterwards ---------------------------------------------------------------------------------------------------------

insert into public.ticket_field_values (workspace_id, ticket_id, field_id, option_id, text_value)
select ticket.workspace_id, ticket.ticket_id, answer.field_id, answer.option_id, answer.text_value
from (values
  ('The printer does not wake up', pg_temp.id(9, 11), pg_temp.id(9, 21), null),
  ('Scanner leaves a black line on every page', pg_temp.id(9, 11), pg_temp.id(9, 23), null),
  ('Classroom printers are offline after the holidays', pg_temp.id(9, 11), pg_temp.id(9, 22), null),
  ('Two payments for one order', pg_temp.id(9, 12), null, 'A-20931'),
  ('My invoice shows the wrong address', pg_temp.id(9, 12), null, 'A-21377')
) as answer (subject, field_id, option_id, text_value)
join public.tickets as ticket on ticket.workspace_id = pg_temp.id(1, 1) and ticket.subject = answer.subject;

-- Rita left: her name stays on what she wrote, her access ended.
update public.workspace_members set removed_at = now() - interval '9 days' where member_id = pg_temp.id(3, 18);

drop procedure pg_temp.ticket(text, text, interval, text, text, text, text[]);
drop function pg_temp.hours(integer[], text[]);
drop function pg_temp.special_days(text[]);
drop function pg_temp.targets(text[]);
drop function pg_temp.calendar_id(integer, text);
drop function pg_temp.policy_id(integer, text);
drop function pg_temp.act_as(text);
drop table people, demo_customers, demo_members;
drop function pg_temp.id(integer, integer);
