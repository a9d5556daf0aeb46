"""Who may pass which door: the one table that anyone can read.

A row is a door (its endpoint, its method, and in brackets which thing it is tried on, if
not the usual one) and what becomes of each of eight people who come to it:

    visitor   somebody who has not signed in
    learner   the person to whom everything behind the address belongs
    other     another learner of the same module
    author    answers for the learner's programme         author2  answers for another one
    coord     coordinates the learner's programme         coord2   coordinates another institution
    admin     the administrator, who answers for no programme

    ok    the door opens: the page, the file, or the deed is done
    in    is sent to sign in
    403   may know of it but not do it
    404   there is nothing here, as far as they may know
    409   may do it, but something else has to be done first
"""

ROLES = ("visitor", "learner", "other", "author", "author2", "coord", "coord2", "admin")

TABLE = """
# The front door, the catalogue and the site's own texts are for everyone.
#                                                     visitor learner other author author2 coord coord2 admin
entrance.root GET                                     ok      ok      ok    ok     ok      ok    ok     ok
catalogue.front_page GET                              ok      ok      ok    ok     ok      ok    ok     ok
catalogue.show_programme GET                          ok      ok      ok    ok     ok      ok    ok     ok
catalogue.show_module GET                             ok      ok      ok    ok     ok      ok    ok     ok
catalogue.list_news GET                               ok      ok      ok    ok     ok      ok    ok     ok
catalogue.show_news GET                               ok      ok      ok    ok     ok      ok    ok     ok
catalogue.news_feed GET                               ok      ok      ok    ok     ok      ok    ok     ok
catalogue.glossary GET                                ok      ok      ok    ok     ok      ok    ok     ok
catalogue.help_page GET                               ok      ok      ok    ok     ok      ok    ok     ok
search.find_pages GET                                 ok      ok      ok    ok     ok      ok    ok     ok
catalogue.contact GET                                 ok      ok      ok    ok     ok      ok    ok     ok
catalogue.privacy GET                                 ok      ok      ok    ok     ok      ok    ok     ok
catalogue.accessibility GET                           ok      ok      ok    ok     ok      ok    ok     ok
catalogue.site_map GET                                ok      ok      ok    ok     ok      ok    ok     ok
catalogue.remark_on_page GET                          ok      ok      ok    ok     ok      ok    ok     ok
catalogue.remark_on_page POST                         ok      ok      ok    ok     ok      ok    ok     ok
catalogue.remark_sent GET                             ok      ok      ok    ok     ok      ok    ok     ok
catalogue.show_logo GET [logo]                        ok      ok      ok    ok     ok      ok    ok     ok
learning.show_lesson GET                              ok      ok      ok    ok     ok      ok    ok     ok
learning.show_block GET                               ok      ok      ok    ok     ok      ok    ok     ok
learning.print_lesson GET                             ok      ok      ok    ok     ok      ok    ok     ok
learning.print_module GET                             ok      ok      ok    ok     ok      ok    ok     ok
accounts.appearance GET                               ok      ok      ok    ok     ok      ok    ok     ok
accounts.appearance POST                              ok      ok      ok    ok     ok      ok    ok     ok
offline.offline_page GET                              ok      ok      ok    ok     ok      ok    ok     ok
offline.manifest GET                                  ok      ok      ok    ok     ok      ok    ok     ok
offline.who_is_here GET                               ok      ok      ok    ok     ok      ok    ok     ok
app.service_worker GET                                ok      ok      ok    ok     ok      ok    ok     ok
media.show_media GET                                  ok      ok      ok    ok     ok      ok    ok     ok
static GET                                            ok      ok      ok    ok     ok      ok    ok     ok

# What is not on offer is there for nobody; a withdrawn module only for those who were in it.
#                                                     visitor learner other author author2 coord coord2 admin
catalogue.show_news GET [on the desk]                 404     404     404   404    404     404   404    404
catalogue.show_module GET [withdrawn]                 404     ok      404   404    404     404   404    404
learning.show_lesson GET [withdrawn]                  404     ok      404   404    404     404   404    404
learning.show_block GET [withdrawn]                   404     404     404   404    404     404   404    404
learning.print_lesson GET [withdrawn]                 404     404     404   404    404     404   404    404
learning.print_module GET [withdrawn]                 404     404     404   404    404     404   404    404
learning.enrol_in_module POST [withdrawn]             in      404     404   404    404     404   404    404
learning.write_note GET [withdrawn]                   in      404     404   404    404     404   404    404
messaging.ask GET [withdrawn]                         in      ok      404   404    404     404   404    404
assessment.show_quiz GET [withdrawn]                  in      ok      404   404    404     404   404    404
assessment.show_assignment GET [withdrawn]            in      ok      404   404    404     404   404    404

# Signing up and in, and the letters' links, which are keys themselves.
#                                                     visitor learner other author author2 coord coord2 admin
accounts.sign_in GET                                  ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_in POST                                 ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_out POST                                ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_up GET                                  ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_up POST                                 ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_up_sent GET                             ok      ok      ok    ok     ok      ok    ok     ok
accounts.sign_up_sent POST                            ok      ok      ok    ok     ok      ok    ok     ok
accounts.confirm_sign_up GET [key confirm]            ok      ok      ok    ok     ok      ok    ok     ok
accounts.confirm_sign_up POST [key confirm]           ok      ok      ok    ok     ok      ok    ok     ok
accounts.password GET                                 ok      ok      ok    ok     ok      ok    ok     ok
accounts.password POST                                ok      ok      ok    ok     ok      ok    ok     ok
accounts.password_sent GET                            ok      ok      ok    ok     ok      ok    ok     ok
accounts.new_password GET [key password]              ok      ok      ok    ok     ok      ok    ok     ok
accounts.new_password POST [key password]             ok      ok      ok    ok     ok      ok    ok     ok
accounts.confirm_new_address GET [key email]          ok      ok      ok    ok     ok      ok    ok     ok
accounts.confirm_new_address POST [key email]         ok      ok      ok    ok     ok      ok    ok     ok
coordination.show_invitation GET [letter]             ok      ok      ok    ok     ok      ok    ok     ok
coordination.accept_invitation POST [letter]          in      ok      ok    ok     ok      ok    ok     ok

# One's own account.
#                                                     visitor learner other author author2 coord coord2 admin
accounts.account GET                                  in      ok      ok    ok     ok      ok    ok     ok
accounts.account POST                                 in      ok      ok    ok     ok      ok    ok     ok
accounts.change_email GET                             in      ok      ok    ok     ok      ok    ok     ok
accounts.change_email POST                            in      ok      ok    ok     ok      ok    ok     ok
accounts.change_password GET                          in      ok      ok    ok     ok      ok    ok     ok
accounts.change_password POST                         in      ok      ok    ok     ok      ok    ok     ok
accounts.close_account GET                            in      ok      ok    ok     ok      ok    ok     ok
accounts.close_account POST                           in      ok      ok    ok     ok      ok    ok     422
accounts.list_devices GET                             in      ok      ok    ok     ok      ok    ok     ok
accounts.end_device POST                              in      ok      404   404    404     404   404    404
accounts.end_other_devices POST                       in      ok      ok    ok     ok      ok    ok     ok
accounts.continue_form GET [kept form]                in      ok      404   404    404     404   404    404

# Learning: any member enrols; what is kept of a learner is theirs alone.
#                                                     visitor learner other author author2 coord coord2 admin
learning.enrol_in_module POST                         in      ok      ok    ok     ok      ok    ok     ok
learning.leave_module POST                            in      ok      ok    404    404     404   404    404
learning.enrol_in_programme POST                      in      ok      ok    ok     ok      ok    ok     ok
learning.leave_programme POST                         in      ok      ok    404    404     404   404    404
learning.mark_read POST                               in      ok      ok    409    409     409   409    409
learning.keep_place POST                              in      ok      ok    409    409     409   409    409
learning.my_learning GET                              in      ok      ok    ok     ok      ok    ok     ok
learning.write_note GET                               in      ok      ok    ok     ok      ok    ok     ok
learning.write_note POST                              in      ok      ok    ok     ok      ok    ok     ok
learning.highlight_block POST                         in      ok      ok    ok     ok      ok    ok     ok
learning.rate_oneself GET                             in      ok      ok    404    404     404   404    404
learning.rate_oneself POST                            in      ok      ok    404    404     404   404    404
learning.my_notes GET                                 in      ok      ok    ok     ok      ok    ok     ok
learning.download_notes GET                           in      ok      ok    ok     ok      ok    ok     ok
offline.list_pages GET                                in      ok      ok    ok     ok      ok    ok     ok
offline.stay_here POST                                in      ok      ok    ok     ok      ok    ok     ok
learning.my_record GET                                in      ok      ok    ok     ok      ok    ok     ok
learning.my_plan GET                                  in      ok      ok    ok     ok      ok    ok     ok
learning.my_plan POST                                 in      ok      ok    ok     ok      ok    ok     ok
learning.drop_plan POST                               in      ok      ok    ok     ok      ok    ok     ok
learning.pause_plan POST                              in      ok      404   404    404     404   404    404
learning.resume_plan POST                             in      ok      404   404    404     404   404    404
learning.show_evidence GET                            in      ok      404   404    404     404   404    404
learning.show_evidence_lesson GET                     in      ok      404   404    404     404   404    404

# Quizzes and assignments: each member sees their own attempt and draft behind the same address.
#                                                     visitor learner other author author2 coord coord2 admin
assessment.show_quiz GET                              in      ok      ok    ok     ok      ok    ok     ok
assessment.take_quiz POST                             in      ok      ok    409    409     409   409    409
assessment.show_question GET                          in      ok      ok    ok     ok      ok    ok     ok
assessment.save_answer POST                           in      ok      ok    404    404     404   404    404
assessment.show_assignment GET                        in      ok      ok    ok     ok      ok    ok     ok
assessment.write_assignment POST                      in      ok      ok    409    409     409   409    409
assessment.change_group POST                          in      ok      404   404    404     404   404    404
assessment.plan_date GET                              in      ok      ok    ok     ok      ok    ok     ok
assessment.keep_date POST                             in      ok      ok    ok     ok      ok    ok     ok
assessment.start_upload POST                          in      ok      ok    409    409     409   409    409
assessment.take_piece POST                            in      ok      404   404    404     404   404    404
assessment.finish_upload POST                         in      409     404   404    404     404   404    404
assessment.cancel_upload POST                         in      ok      404   404    404     404   404    404
assessment.make_appeal POST [graded]                  in      ok      404   404    404     404   404    404
assessment.download_file GET                          in      ok      404   ok     404     404   404    404
assessment.download_file GET [of a group]             in      ok      ok    404    404     404   404    404
assessment.download_file GET [of a draft]             in      ok      404   404    404     404   404    404

# Teaching: whoever answers for the module or its programme.
#                                                     visitor learner other author author2 coord coord2 admin
assessment.list_waiting GET                           in      404     404   ok     ok      404   404    404
assessment.grade_submission GET                       in      404     404   ok     404     404   404    404
assessment.grade_submission GET [of a group]          in      404     404   404    404     404   404    404
assessment.agree_date GET                             in      404     404   ok     404     404   404    404
assessment.keep_agreed_date POST                      in      404     404   ok     404     404   404    404
assessment.enter_grading POST                         in      404     404   ok     404     404   404    404
assessment.settle_judgements POST [two differ]        in      404     404   ok     404     404   404    404
assessment.annul_grading POST [graded]                in      404     404   ok     404     404   404    404
assessment.decide_appeal GET                          in      404     404   ok     404     404   404    404
assessment.enter_decision POST                        in      404     404   ok     404     404   404    404
assessment.mark_attempt GET                           in      404     404   ok     404     404   404    404
assessment.mark_attempt GET [own]                     in      404     404   404    404     404   404    404
assessment.enter_marks POST                           in      404     404   ok     404     404   404    404
assessment.correct_marks POST [marked]                in      404     404   ok     404     404   404    404
assessment.extend_time GET [timed]                    in      404     404   ok     404     404   404    404
assessment.enter_extension POST [timed]               in      404     404   ok     404     404   404    404
assessment.release_gradings POST                      in      404     404   ok     ok      404   404    404
assessment.list_saved_comments GET                    in      404     404   ok     ok      404   404    404
assessment.change_saved_comment POST                  in      404     404   ok     404     404   404    404
coordination.show_course GET                          in      404     404   ok     404     404   404    404
coordination.show_translations GET                    in      404     404   ok     404     404   404    404
coordination.confirm_translations POST                in      404     404   ok     404     404   404    404
coordination.accept_link POST                         in      404     404   ok     404     404   404    404
assessment.list_quizzes GET                           in      404     404   ok     ok      404   404    404
assessment.show_question_files GET                    in      404     404   ok     ok      404   404    404
assessment.read_question_file POST                    in      404     404   422    422     404   404    404
assessment.download_quiz_file POST                    in      404     404   ok     ok      404   404    404
assessment.export_questions GET                       in      404     404   ok     404     404   404    404
assessment.show_items GET                             in      404     404   ok     404     404   404    404
assessment.download_items GET                         in      404     404   ok     404     404   404    404
assessment.show_correction GET                        in      404     404   ok     404     404   404    404
assessment.decide_correction POST                     in      404     404   ok     404     404   404    404
messaging.inbox GET                                   in      404     404   ok     ok      404   404    404
faq.list_blocks GET                                   in      404     404   ok     ok      404   404    404
faq.list_entries GET                                  in      404     404   ok     ok      404   404    404
faq.write_entry GET                                   in      404     404   ok     404     404   404    404
faq.write_entry POST                                  in      404     404   ok     404     404   404    404
faq.show_entry GET                                    in      404     404   ok     404     404   404    404
faq.edit_entry GET                                    in      404     404   ok     404     404   404    404
faq.edit_entry POST                                   in      404     404   ok     404     404   404    404
faq.move_entry GET                                    in      404     404   ok     404     404   404    404
faq.move_entry POST                                   in      404     404   ok     404     404   404    404
faq.publish_entry POST                                in      404     404   ok     404     404   404    404
faq.withdraw_entry POST                               in      404     404   ok     404     404   404    404
messaging.close_conversation POST                     in      404     404   ok     404     404   404    404
messaging.take_conversation POST                      in      404     404   ok     404     404   404    404
messaging.hand_over_conversation POST                 in      404     404   ok     404     404   404    404
messaging.list_absences GET                           in      404     404   ok     ok      404   404    404
messaging.list_absences POST                          in      404     404   ok     ok      404   404    404
messaging.remove_absence POST                         in      404     404   ok     404     404   404    404

# Consultation: between one learner and the authors; never for coordinators.
#                                                     visitor learner other author author2 coord coord2 admin
messaging.ask GET                                     in      ok      ok    ok     ok      ok    ok     ok
messaging.ask POST                                    in      ok      ok    ok     ok      ok    ok     ok
messaging.list_conversations GET                      in      ok      ok    ok     ok      ok    ok     ok
messaging.show_conversation GET                       in      ok      404   ok     404     404   404    404
messaging.show_conversation POST                      in      ok      404   ok     404     404   404    404
messaging.mark_conversation_read POST                 in      ok      404   ok     404     404   404    404
messaging.settle_conversation POST                    in      409     404   404    404     404   404    404
messaging.settle_conversation POST [answered]         in      ok      404   404    404     404   404    404
messaging.edit_message GET                            in      ok      404   404    404     404   404    404
messaging.edit_message POST                           in      ok      404   404    404     404   404    404
messaging.download_file GET [of a message]            in      ok      404   ok     404     404   404    404

# Notices are their recipient's.
#                                                     visitor learner other author author2 coord coord2 admin
notifications.list_notices GET                        in      ok      ok    ok     ok      ok    ok     ok
notifications.open_notice GET                         in      ok      404   404    404     404   404    404
notifications.mark_notice_read POST                   in      ok      404   404    404     404   404    404
notifications.mark_all_read POST                      in      ok      ok    ok     ok      ok    ok     ok
notifications.choose_notices GET                      in      ok      ok    ok     ok      ok    ok     ok
notifications.choose_notices POST                     in      ok      ok    ok     ok      ok    ok     ok
notifications.make_feed POST                          in      ok      ok    ok     ok      ok    ok     ok
notifications.drop_feed POST                          in      ok      ok    ok     ok      ok    ok     ok
notifications.show_own_calendar GET [own calendar]    ok      ok      ok    ok     ok      ok    ok     ok
notifications.stop_mail GET [signed key]              ok      ok      ok    ok     ok      ok    ok     ok
notifications.stop_mail POST [signed key]             ok      ok      ok    ok     ok      ok    ok     ok

# Coordination: figures and standings of one's own programmes and institutions.
#                                                     visitor learner other author author2 coord coord2 admin
coordination.dashboard GET                            in      404     404   404    404     ok    ok     404
coordination.list_people GET                          in      404     404   404    404     ok    ok     404
coordination.self_assessment GET                     in      404     404   404    404     ok    ok     404
coordination.answer_times GET                         in      404     404   404    404     ok    ok     404
coordination.download_answer_times GET                in      404     404   404    404     ok    ok     404
coordination.own_answer_times GET                     in      404     404   ok     ok      404   404    404
coordination.download_own_answer_times GET            in      404     404   ok     ok      404   404    404
coordination.consultations GET                        in      404     404   404    404     ok    ok     404
coordination.download_consultations GET               in      404     404   404    404     ok    ok     404
coordination.own_consultations GET                    in      404     404   ok     ok      404   404    404
coordination.download_own_consultations GET           in      404     404   ok     ok      404   404    404
coordination.show_person GET                          in      404     404   404    404     ok    404    404
coordination.preview_reminders GET                    in      404     404   404    404     ok    ok     404
coordination.send_reminders POST                      in      404     404   404    404     ok    404    404
coordination.export_csv POST                          in      404     404   404    404     ok    ok     404
coordination.invite GET                               in      404     404   404    404     ok    ok     404
coordination.invite POST                              in      404     404   404    404     ok    ok     404
coordination.send_again POST                          in      404     404   404    404     ok    404    404
coordination.withdraw POST                            in      404     404   404    404     ok    404    404

# Administration.
#                                                     visitor learner other author author2 coord coord2 admin
accounts.admin_home GET                               in      404     404   404    404     404   404    ok
accounts.list_people GET                              in      404     404   404    404     404   404    ok
accounts.show_person GET                              in      404     404   404    404     404   404    ok
accounts.show_person POST                             in      404     404   404    404     404   404    ok
accounts.make_administrator POST                      in      404     404   404    404     404   404    ok
accounts.unmake_administrator POST                    in      404     404   404    404     404   404    ok
accounts.deactivate_person POST                       in      404     404   404    404     404   404    ok
accounts.reactivate_person POST                       in      404     404   404    404     404   404    ok
accounts.send_confirmation POST                       in      404     404   404    404     404   404    ok
accounts.end_sessions_of_person POST                  in      404     404   404    404     404   404    ok
accounts.list_institutions GET                        in      404     404   404    404     404   404    ok
accounts.create_institution GET                       in      404     404   404    404     404   404    ok
accounts.create_institution POST                      in      404     404   404    404     404   404    ok
accounts.change_institution GET                       in      404     404   404    404     404   404    ok
accounts.change_institution POST                      in      404     404   404    404     404   404    ok
accounts.close_institution POST                       in      404     404   404    404     404   404    ok
accounts.reopen_institution POST                      in      404     404   404    404     404   404    ok
accounts.add_institution_coordinator POST             in      404     404   404    404     404   404    ok
accounts.remove_institution_coordinator POST [duty]   in      404     404   404    404     404   404    ok
accounts.show_lists GET                               in      404     404   404    404     404   404    ok
accounts.add_entry GET                                in      404     404   404    404     404   404    ok
accounts.add_entry POST                               in      404     404   404    404     404   404    ok
accounts.change_entry GET                             in      404     404   404    404     404   404    ok
accounts.change_entry POST                            in      404     404   404    404     404   404    ok
accounts.move_entry POST                              in      404     404   404    404     404   404    ok
accounts.retire_entry POST                            in      404     404   404    404     404   404    ok
accounts.restore_entry POST                           in      404     404   404    404     404   404    ok
accounts.list_deeds GET                               in      404     404   404    404     404   404    ok
catalogue.admin_staff GET                             in      404     404   404    404     404   404    ok
catalogue.assign_staff POST                           in      404     404   404    404     404   404    ok
catalogue.remove_staff POST                           in      404     404   404    404     404   404    ok
catalogue.admin_news GET                              in      404     404   404    404     404   404    ok
catalogue.write_news GET                              in      404     404   404    404     404   404    ok
catalogue.write_news POST                             in      404     404   404    404     404   404    ok
catalogue.change_news GET                             in      404     404   404    404     404   404    ok
catalogue.change_news POST                            in      404     404   404    404     404   404    ok
catalogue.publish_news POST [on the desk]             in      404     404   404    404     404   404    ok
catalogue.unpublish_news POST                         in      404     404   404    404     404   404    ok
catalogue.admin_texts GET                             in      404     404   404    404     404   404    ok
catalogue.change_text GET                             in      404     404   404    404     404   404    ok
catalogue.change_text POST                            in      404     404   404    404     404   404    ok
catalogue.describe_institution GET                    in      404     404   404    404     404   404    ok
catalogue.describe_institution POST                   in      404     404   404    404     404   404    ok
catalogue.name_supporters GET                         in      404     404   404    404     404   404    ok
catalogue.name_supporters POST                        in      404     404   404    404     404   404    ok
catalogue.list_remarks GET                            in      404     404   404    404     404   404    ok
catalogue.settle_remark POST                          in      404     404   404    404     404   404    ok
catalogue.reopen_remark POST                          in      404     404   404    404     404   404    ok
design.components GET                                 in      404     404   404    404     404   404    ok
notifications.outbox GET                              in      404     404   404    404     404   404    ok
notifications.retry_mail POST                         in      404     404   404    404     404   404    ok
notifications.retry_all POST                          in      404     404   404    404     404   404    ok
notifications.list_letters GET                        in      404     404   404    404     404   404    ok
notifications.list_received GET                       in      404     404   404    404     404   404    ok
notifications.pause_letters POST                      in      404     404   404    404     404   404    ok
notifications.resume_letters POST                     in      404     404   404    404     404   404    ok
notifications.retry_job POST                          in      404     404   404    404     404   404    ok
notifications.delete_job POST                         in      404     404   404    404     404   404    ok
notifications.mailbox GET                             in      404     404   404    404     404   404    ok
notifications.show_mail GET [mail]                    in      404     404   404    404     404   404    ok
notifications.mail_body GET [mail]                    in      404     404   404    404     404   404    ok

# Doors for machines: this machine reads the figures, others need the token.
#                                                     visitor learner other author author2 coord coord2 admin
operation.healthz GET                                 ok      ok      ok    ok     ok      ok    ok     ok
operation.readyz GET                                  ok      ok      ok    ok     ok      ok    ok     ok
operation.metrics GET                                 ok      ok      ok    ok     ok      ok    ok     ok

# Consultation hours: an author offers them, a learner of the module books; a booking is open to these two.
#                                                     visitor learner other author author2 coord coord2 admin
consultations.offer_hours GET                         in      404     404   ok     ok      404   404    404
consultations.offer_hours POST                        in      404     404   ok     422     404   404    404
consultations.change_slot GET                         in      404     404   ok     404     404   404    404
consultations.change_slot POST                        in      404     404   ok     404     404   404    404
consultations.withdraw_slot POST                      in      404     404   ok     404     404   404    404
consultations.list_consultations GET                  in      ok      ok    ok     ok      ok    ok     ok
consultations.list_slots GET                          in      ok      ok    ok     ok      ok    ok     ok
consultations.book_slot GET                           in      ok      ok    404    409     409   409    409
consultations.book_slot POST                          in      ok      ok    404    409     409   409    409
consultations.show_booking GET                        in      ok      404   ok     404     404   404    404
consultations.download_calendar GET                   in      ok      404   ok     404     404   404    404
consultations.move_booking GET                        in      ok      404   404    404     404   404    404
consultations.move_booking POST                       in      ok      404   404    404     404   404    404
consultations.cancel_booking POST                     in      ok      404   ok     404     404   404    404
consultations.record_outcome POST                     in      404     404   409    404     404   404    404
consultations.record_outcome POST [over]              in      404     404   ok     404     404   404    404
consultations.list_past GET                           in      ok      ok    ok     ok      ok    ok     ok
"""
