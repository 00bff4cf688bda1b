"""What starts by the clock for all tenants: the page to read to know when."""

from souk.attribution.tasks import end_due_campaigns
from souk.audience.tasks import recount_all
from souk.jobs.schedules import Every, Standing
from souk.jobs.tasks import delete_finished, end_dead_trackers
from souk.orders.tasks import fold_tallies, forget_payloads
from souk.readmodels.tasks import check_every_tenant
from souk.tenancy.tasks import forget_expired_keys_and_links
from souk.transfers.tasks import forget_files
from souk.webhooks.tasks import forget_old_deliveries, take_up

SCHEDULES: tuple[Standing, ...] = (
    Standing(name="end due ad campaigns", task=end_due_campaigns, rhythm=Every(60)),
    Standing(name="fold order tallies", task=fold_tallies, rhythm=Every(60, offset_s=15)),
    Standing(name="forget raw orders", task=forget_payloads, rhythm=Every(86_400, offset_s=9_000)),
    Standing(name="end dead trackers", task=end_dead_trackers, rhythm=Every(30)),
    Standing(name="delete finished jobs", task=delete_finished, rhythm=Every(3600, offset_s=420)),
    Standing(
        name="forget expired keys", task=forget_expired_keys_and_links, rhythm=Every(3600, offset_s=900)
    ),
    Standing(name="forget uploaded files", task=forget_files, rhythm=Every(86_400, offset_s=10_800)),
    Standing(name="recount contacts", task=recount_all, rhythm=Every(86_400, offset_s=12_600)),
    Standing(name="check integrity", task=check_every_tenant, rhythm=Every(86_400, offset_s=11_700)),
    Standing(name="take up webhooks", task=take_up, rhythm=Every(10)),
    Standing(
        name="forget webhook deliveries", task=forget_old_deliveries, rhythm=Every(86_400, offset_s=7_200)
    ),
)
